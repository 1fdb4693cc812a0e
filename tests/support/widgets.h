// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>
#include <QTimer>

namespace relais::test {

template <typename Child> Child *childOf(const QWidget *page, const char *name)
{
    return page->findChild<Child *>(QLatin1String(name));
}

/// The question that a page asks now.
inline QMessageBox *question(const QWidget *page)
{
    const auto boxes = page->findChildren<QMessageBox *>();
    for (QMessageBox *const box : boxes) {
        if (box->isVisible())
            return box;
    }
    return nullptr;
}

/// Presses the button that acts, as a person does; false when nothing was asked.
inline bool acceptQuestion(const QWidget *page)
{
    QMessageBox *const box = question(page);
    if (box == nullptr)
        return false;
    QTest::mouseClick(childOf<QPushButton>(box, "confirm"), Qt::LeftButton);
    return true;
}

inline bool showAndActivate(QWidget *page)
{
    page->resize(1000, 700);
    page->show();
    page->activateWindow();
    return QTest::qWaitForWindowActive(page);
}

/// Does something with the dialog that the next line opens, which does not return before that is done.
template <typename Dialog, typename Function> void whenThereIs(Function function)
{
    auto *const timer = new QTimer(qApp);
    QObject::connect(timer, &QTimer::timeout, timer, [timer, function] {
        if (auto *const dialog = qobject_cast<Dialog *>(QApplication::activeModalWidget())) {
            timer->deleteLater();
            timer->stop();
            function(*dialog);
            if (dialog->isVisible())
                dialog->reject(); // a check in there failed
        }
    });
    timer->start(1);
}

} // namespace relais::test
