// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace relais::dashboard {

/// A small file of settings: a JSON object with a version, written as a whole or not at all.
class JsonFile {
public:
    JsonFile(QString path, int version);

    const QString &path() const { return m_path; }
    /// What it holds; an empty object when there is none. One that is damaged, or that a later version wrote, is set
    /// aside beside it and counts as none: it is neither believed nor overwritten.
    QJsonObject read();
    /// False when it could not be written; problem() says why.
    bool write(QJsonObject content);
    /// What went wrong last, for a person; empty if nothing.
    const QString &problem() const { return m_problem; }

private:
    void setAside();

    const QString m_path;
    const int m_version;
    QString m_problem;
};

} // namespace relais::dashboard
