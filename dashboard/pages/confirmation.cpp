// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/pages/confirmation.h"

#include <QMessageBox>
#include <QPushButton>

namespace relais::dashboard {

void confirm(QWidget *parent, const QString &title, const QString &question, const QString &action,
             std::function<void()> act)
{
    auto *const box = new QMessageBox(QMessageBox::Warning, title, {}, QMessageBox::Cancel, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText); // names come from the wire
    box->setText(question);
    QPushButton *const button = box->addButton(action, QMessageBox::AcceptRole);
    button->setObjectName(QStringLiteral("confirm"));
    box->setDefaultButton(QMessageBox::Cancel);
    box->setEscapeButton(QMessageBox::Cancel);
    QObject::connect(button, &QPushButton::clicked, parent, [act = std::move(act)] { act(); });
    box->open();
}

} // namespace relais::dashboard
