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

} // namespace

std::vector<BrokenRule> brokenRules(const Settings &settings)
{
    std::vector<BrokenRule> broken;
    if (!isLoopbackAddress(settings.host)) {
        broken.push_back({"host",
                          {},
                          QCoreApplication::translate(
                              "relais-server",
                              "host cannot be %1: this version has no authentication and would let anyone in who can "
                              "reach it; use localhost, 127.0.0.1 or ::1")
                              .arg(valueOf(settings, "host"))});
    }
    if (settings.journal == JournalKind::Sqlite) {
        broken.push_back(
            {"journal",
             {},
             QCoreApplication::translate("relais-server",
                                         "the sqlite journal is not available in this version; use none, "
                                         "which keeps messages in memory only")});
    } else if (settings.sync == JournalSync::Normal) {
        broken.push_back(
            {"sync",
             {},
             QCoreApplication::translate("relais-server",
                                         "normal needs the sqlite journal, which is not available in this "
                                         "version; leave it out")});
    }
    checkOrder(broken, settings, "messages.max_bytes", "http.max_body");
    checkOrder(broken, settings, "messages.max_bytes", "queue.max_bytes");
    checkOrder(broken, settings, "http.max_target", "http.max_head");
    checkOrder(broken, settings, "websocket.max_message", "websocket.max_unfinished_bytes");
    return broken;
}

} // namespace relais::server
