// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/models/jsonformat.h"

#include <algorithm>

#include "dashboard/models/displaytext.h"

namespace relais::dashboard {

namespace {

class Formatter {
public:
    std::optional<FormattedJson> run(const QString &json, int maximumLines)
    {
        m_out.text.reserve(json.size() * 2);
        for (m_position = 0; m_position < json.size(); ++m_position) {
            step(json);
            if (m_line >= maximumLines)
                return std::nullopt;
        }
        std::sort(m_out.folds.begin(), m_out.folds.end(),
                  [](const auto &a, const auto &b) { return a.first < b.first; });
        return std::move(m_out);
    }

private:
    void step(const QString &json)
    {
        const QChar character = json[m_position];
        switch (character.unicode()) {
        case u' ':
        case u'\t':
        case u'\n':
        case u'\r':
            break;
        case u'"':
            copyString(json);
            break;
        case u'{':
        case u'[':
            open(json);
            break;
        case u'}':
        case u']':
            close(character);
            break;
        case u',':
            m_out.text += character;
            breakLine();
            break;
        case u':':
            m_out.text += u": ";
            break;
        default:
            m_out.text += character;
        }
    }

    void copyString(const QString &json)
    {
        append(json[m_position]);
        for (++m_position; m_position < json.size(); ++m_position) {
            const QChar character = json[m_position];
            append(character);
            if (character == u'"')
                return;
            if (character == u'\\' && m_position + 1 < json.size())
                append(json[++m_position]);
        }
    }

    void append(QChar character)
    {
        if (isDeceptive(character))
            m_out.text += QStringLiteral("\\u%1").arg(character.unicode(), 4, 16, QChar(u'0'));
        else
            m_out.text += character;
    }

    void open(const QString &json)
    {
        const QChar bracket = json[m_position];
        qsizetype next = m_position + 1;
        while (next < json.size() && json[next].isSpace())
            ++next;
        m_out.text += bracket;
        if (next < json.size() && (json[next] == u'}' || json[next] == u']')) { // an empty one stays on its line
            m_out.text += json[next];
            m_position = next;
            return;
        }
        m_open.push_back(m_line);
        breakLine();
    }

    void close(QChar bracket)
    {
        const int first = m_open.empty() ? m_line : m_open.back();
        if (!m_open.empty())
            m_open.pop_back();
        breakLine();
        m_out.text += bracket;
        m_out.folds.push_back({first, m_line});
    }

    void breakLine()
    {
        m_out.text += u'\n';
        m_out.text += QString(static_cast<qsizetype>(m_open.size()) * 2, u' ');
        ++m_line;
    }

    FormattedJson m_out;
    std::vector<int> m_open; ///< lines of brackets that are open
    qsizetype m_position = 0;
    int m_line = 0;
};

} // namespace

std::optional<FormattedJson> formatJson(std::string_view json, int maximumLines)
{
    return Formatter().run(QString::fromUtf8(json.data(), static_cast<qsizetype>(json.size())), maximumLines);
}

} // namespace relais::dashboard
