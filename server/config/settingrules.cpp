// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/config/settingrules.h"

#include <QCoreApplication>

#include "server/config/settingchecks.h"
#include "server/config/settingdescriptors.h"
#include "server/log/printabletext.h"

namespace relais::server {
namespace {

QString valueOf(const Settings &settings, std::string_view name)
{
    const SettingDescriptor &setting = *findSetting(name);
    return QString::fromStdString(formatSetting(setting, setting.read(settings)));
}

QString fromView(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// `smaller` may not be greater than `greater`.
void checkOrder(std::vector<BrokenRule> &broken, const Settings &settings, std::string_view smaller,
                std::string_view greater)
{
    const auto value = std::get<std::int64_t>(findSetting(smaller)->read(settings));
    const auto bound = std::get<std::int64_t>(findSetting(greater)->read(settings));
    if (value <= bound)
        return;
    broken.push_back(
        {smaller, greater,
         QCoreApplication::translate("relais-server", "%1 (%2) must not be more than %3 (%4)")
             .arg(fromView(smaller), valueOf(settings, smaller), fromView(greater), valueOf(settings, greater))});
}

void checkAuthentication(std::vector<BrokenRule> &broken, const AuthSettings &auth)
{
    if (!auth.jwtSecret.empty() && !auth.jwtSecretFile.empty()) {
        broken.push_back(
            {"auth.jwt_secret_file", "auth.jwt_secret",
             QCoreApplication::translate("relais-server",
                                         "auth.jwt_secret and auth.jwt_secret_file are two secrets; leave one out")});
    }
    // A provider signs the tokens of all its customers' applications with the same keys.
    if (!auth.jwksUrl.empty() && (auth.issuer.empty() || auth.audiences.empty())) {
        broken.push_back({"auth.jwks_url", "auth.issuer",
                          QCoreApplication::translate(
                              "relais-server",
                              "auth.jwks_url needs auth.issuer and auth.audiences: without them the tokens that the "
                              "provider gives to any other application would be taken too")});
    }
}

} // namespace

std::vector<BrokenRule> brokenRules(const Settings &settings)
{
    std::vector<BrokenRule> broken;
    if (!settings.auth.isEnabled && !isLoopbackAddress(settings.host)) {
        broken.push_back({"host",
                          {},
                          QCoreApplication::translate(
                              "relais-server",
                              "host cannot be %1 without authentication: anyone who can reach the server would be "
                              "let in; relais-server init makes a configuration with it, localhost does without")
                              .arg(valueOf(settings, "host"))});
    }
    checkAuthentication(broken, settings.auth);
    if (settings.tls.certificateFile.empty() != settings.tls.keyFile.empty()) {
        broken.push_back(
            {"tls.certificate", "tls.key",
             QCoreApplication::translate("relais-server", "TLS needs both tls.certificate and tls.key, or neither")});
    }
    checkOrder(broken, settings, "messages.max_bytes", "http.max_body");
    checkOrder(broken, settings, "messages.max_bytes", "queue.max_bytes");
    checkOrder(broken, settings, "http.max_target", "http.max_head");
    checkOrder(broken, settings, "http.max_body", "http.max_unfinished_bytes");
    checkOrder(broken, settings, "websocket.max_message", "websocket.max_unfinished_bytes");
    return broken;
}

} // namespace relais::server
