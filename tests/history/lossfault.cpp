// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/history/lossfault.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace relais::test {

std::optional<QByteArray> LossFault::obstacle() const
{
    if (m_namespaceObstacle)
        return m_namespaceObstacle;
    const ProgramRun run = nft(u"list tables"_s);
    if (run.exitStatus != 0)
        return "nft does not run: " + run.standardError.trimmed();
    return std::nullopt;
}

void LossFault::begin(Random &random)
{
    const int percent = std::uniform_int_distribution(2, 15)(random);
    const ProgramRun run
        = nft(u"add table inet relais; "
              "add chain inet relais in { type filter hook input priority 0; }; "
              "add rule inet relais in meta l4proto tcp numgen random mod 100 < %1 counter drop"_s.arg(percent));
    if (run.exitStatus != 0)
        m_scene.addSurprise("nft: " + run.standardError);
}

void LossFault::end()
{
    static const QRegularExpression count(u"packets ([0-9]+)"_s);
    const QRegularExpressionMatch match
        = count.match(QString::fromUtf8(nft(u"list table inet relais"_s).standardOutput));
    m_dropped += match.captured(1).toLongLong();
    nft(u"delete table inet relais"_s);
}

ProgramRun LossFault::nft(const QString &command) const
{
    return runProgram(u"nft"_s, {command});
}

} // namespace relais::test
