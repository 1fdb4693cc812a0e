// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

#include "dashboard/profiles/jsonfile.h"

namespace relais::dashboard {

/// What the dashboard remembers of its layout, from one start to the next. Written when the program ends and when a
/// choice is made, not on every move of a window.
class Settings {
public:
    explicit Settings(const QString &path);
    Settings(const Settings &) = delete;
    Settings &operator=(const Settings &) = delete;

    QString language() const; ///< "en", "fr"; empty: the desktop's
    void setLanguage(const QString &language);
    QString theme() const; ///< "light", "dark"; empty: the desktop's
    void setTheme(const QString &theme);

    QByteArray geometry() const;
    void setGeometry(const QByteArray &geometry);
    QString page() const; ///< the id of the page that was shown last
    void setPage(const QString &id);
    QJsonObject pageState(const QString &id) const;
    void setPageState(const QString &id, const QJsonObject &state);

    QJsonObject alerts() const;
    void setAlerts(const QJsonObject &alerts);

    bool save();

private:
    QString text(QLatin1String name) const { return m_content.value(name).toString(); }

    JsonFile m_file;
    QJsonObject m_content;
};

} // namespace relais::dashboard
