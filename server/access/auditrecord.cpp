// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/auditrecord.h"

#include <array>

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "server/access/apikeys.h"
#include "server/log/printabletext.h"
#include "server/log/redaction.h"

namespace relais::server {
namespace {

struct Member {
    const char *name;
    std::string AuditRecord::*text;
};

constexpr std::array<Member, 7> Members = {{
    {"actor", &AuditRecord::actor},
    {"roles", &AuditRecord::roles},
    {"action", &AuditRecord::action},
    {"target", &AuditRecord::target},
    {"result", &AuditRecord::result},
    {"from", &AuditRecord::from},
    {"detail", &AuditRecord::detail},
}};

/// Cut between characters, with an ellipsis for what is gone.
void cut(std::string &text, std::size_t maximumBytes)
{
    constexpr std::string_view Ellipsis = "…";
    if (text.size() <= maximumBytes)
        return;
    std::size_t end = maximumBytes - Ellipsis.size();
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    text.resize(end);
    text += Ellipsis;
}

} // namespace

void tidyAuditRecord(AuditRecord &record)
{
    // Enough for a secret to be known as one although its end is missing; the rest of a long text is not looked at.
    constexpr std::size_t LookedAt = 4 * AuditRecord::MaximumMemberBytes;
    for (const Member &member : Members) {
        std::string &text = record.*member.text;
        if (text.size() > LookedAt)
            text.resize(LookedAt);
        text = redactToken(text);
        cut(text, AuditRecord::MaximumMemberBytes);
    }
}

std::string auditRecordJson(const AuditRecord &record)
{
    std::string out = "{\"id\":" + std::to_string(record.number) + ",\"at\":\"" + isoTime(record.at) + '"';
    for (const Member &member : Members) {
        out += ",\"";
        out += member.name;
        out += "\":";
        appendPrintableJson(out, record.*member.text);
    }
    return out + ",\"count\":" + std::to_string(record.count) + '}';
}

std::optional<AuditRecord> auditRecordFromJson(std::string_view line)
{
    const QJsonObject object
        = QJsonDocument::fromJson(QByteArray(line.data(), static_cast<qsizetype>(line.size()))).object();
    // What a number in JSON can hold exactly, and no server will ever count to.
    constexpr qint64 MaximumNumber = 9'007'199'254'740'991;
    const qint64 number = object.value(u"id").toInteger();
    const auto at = fromIsoTime(object.value(u"at").toString().toStdString());
    if (number <= 0 || number > MaximumNumber || !at)
        return std::nullopt;
    AuditRecord record;
    record.number = static_cast<std::uint64_t>(number);
    record.at = *at;
    record.count = static_cast<std::uint64_t>(std::max<qint64>(object.value(u"count").toInteger(), 1));
    for (const Member &member : Members) {
        std::string &text = record.*member.text;
        text = object.value(QLatin1String(member.name)).toString().toStdString();
        cut(text, AuditRecord::MaximumMemberBytes);
    }
    return record;
}

} // namespace relais::server
