// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/pages/broadcastform.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>

#include "common/protocol/messagecodec.h"
#include "common/protocol/userid.h"
#include "dashboard/models/displaytext.h"
#include "dashboard/pages/jsoneditor.h"
#include "dashboard/pages/page.h"

namespace relais::dashboard {

namespace {

constexpr int shownUsers = 3; // lines; there may be more

} // namespace

BroadcastForm::BroadcastForm(QWidget *parent)
    : QWidget(parent)
    , m_toLabel(new QLabel(this))
    , m_everyone(new QRadioButton(this))
    , m_someUsers(new QRadioButton(this))
    , m_users(new QPlainTextEdit(this))
    , m_typeLabel(new QLabel(this))
    , m_type(new QLineEdit(this))
    , m_problem(createPlainLabel(this))
    , m_payloadLabel(new QLabel(this))
    , m_format(new QPushButton(this))
    , m_payload(new JsonEditor(this))
{
    m_everyone->setObjectName(QStringLiteral("everyone"));
    m_someUsers->setObjectName(QStringLiteral("someUsers"));
    m_users->setObjectName(QStringLiteral("users"));
    m_type->setObjectName(QStringLiteral("type"));
    m_problem->setObjectName(QStringLiteral("problem"));
    m_everyone->setChecked(true);
    m_users->setTabChangesFocus(true);
    m_users->hide(); // until there are some to name
    m_users->setFixedHeight(m_users->fontMetrics().lineSpacing() * shownUsers + 12);
    m_typeLabel->setBuddy(m_type);
    m_payloadLabel->setBuddy(m_payload);

    auto *const to = new QHBoxLayout;
    to->addWidget(m_everyone);
    to->addWidget(m_someUsers);
    to->addStretch();
    auto *const payloadLine = new QHBoxLayout;
    payloadLine->addWidget(m_payloadLabel, 1);
    payloadLine->addWidget(m_format);
    auto *const layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_toLabel, 0, 0);
    layout->addLayout(to, 0, 1);
    layout->addWidget(m_users, 1, 1);
    layout->addWidget(m_typeLabel, 2, 0);
    layout->addWidget(m_type, 2, 1);
    layout->addWidget(m_problem, 3, 1);
    layout->addLayout(payloadLine, 4, 0, 1, 2);
    layout->addWidget(m_payload, 5, 0, 1, 2);
    layout->setRowStretch(5, 1);

    connect(m_someUsers, &QRadioButton::toggled, this, [this](bool isChecked) {
        m_users->setVisible(isChecked);
        if (isChecked)
            m_users->setFocus();
        onChanged();
    });
    connect(m_users, &QPlainTextEdit::textChanged, this, &BroadcastForm::onChanged);
    connect(m_type, &QLineEdit::textChanged, this, &BroadcastForm::onChanged);
    connect(m_payload, &JsonEditor::changed, this, &BroadcastForm::onChanged);
    connect(m_format, &QPushButton::clicked, m_payload, &JsonEditor::format);
    retranslate();
}

BroadcastDraft BroadcastForm::draft() const
{
    BroadcastDraft draft{.type = m_type->text().trimmed(), .payload = m_payload->json(), .users = {}};
    if (m_someUsers->isChecked()) {
        // One a line, because a name may have any other character in it.
        const QStringList lines = m_users->toPlainText().split(u'\n');
        for (const QString &line : lines) {
            if (!line.trimmed().isEmpty())
                draft.users.append(line.trimmed());
        }
        draft.users.removeDuplicates();
    }
    return draft;
}

void BroadcastForm::setDraft(const BroadcastDraft &draft)
{
    m_type->setText(draft.type);
    m_users->setPlainText(draft.users.join(u'\n'));
    (draft.users.isEmpty() ? m_everyone : m_someUsers)->setChecked(true);
    m_payload->setJson(draft.payload);
}

QString BroadcastForm::problem() const
{
    if (const QString users = usersProblem(); !users.isEmpty())
        return users;
    if (const QString type = typeProblem(); !type.isEmpty())
        return type;
    return m_payload->isValid() ? QString() : tr("The payload is not valid.");
}

QString BroadcastForm::usersProblem() const
{
    if (!m_someUsers->isChecked())
        return {};
    const QStringList users = draft().users;
    if (users.isEmpty())
        return tr("Name at least one user, each on a line.");
    for (const QString &user : users) {
        if (!UserId::parse(user.toStdString()).ok())
            return tr("“%1” cannot be a user's id.").arg(displayText(user, 40));
    }
    return {};
}

QString BroadcastForm::typeProblem() const
{
    const std::string type = m_type->text().trimmed().toStdString();
    if (type.empty())
        return tr("Name the type of the message.");
    if (!isWellFormedType(type))
        return tr("A type is made of a–z, 0–9 and _, in parts joined by . : or -, begins with a letter, and has at "
                  "most 64 characters.");
    return isReservedType(type) ? tr("Types that begin with sync. are the server's own.") : QString();
}

void BroadcastForm::onChanged()
{
    QString text = usersProblem();
    if (text.isEmpty() && !m_type->text().isEmpty())
        text = typeProblem();
    m_problem->setText(text.isEmpty() ? QString() : QStringLiteral("✗ ") + text);
    m_problem->setVisible(!text.isEmpty());
    Q_EMIT changed();
}

void BroadcastForm::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void BroadcastForm::retranslate()
{
    m_toLabel->setText(tr("To"));
    m_everyone->setText(tr("&Everyone"));
    m_someUsers->setText(tr("These &users, one a line"));
    m_users->setAccessibleName(tr("Users, one a line"));
    m_typeLabel->setText(tr("&Type"));
    m_type->setPlaceholderText(tr("order.updated"));
    m_payloadLabel->setText(tr("Pa&yload"));
    m_format->setText(tr("For&mat"));
    m_format->setToolTip(tr("Lay the JSON out, one member a line"));
    onChanged();
}

} // namespace relais::dashboard
