// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/pages/broadcastpage.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>

#include "dashboard/models/displaytext.h"
#include "dashboard/models/faulttext.h"
#include "dashboard/models/messagejson.h"
#include "dashboard/pages/archivepanel.h"
#include "dashboard/pages/broadcastform.h"
#include "dashboard/pages/confirmation.h"
#include "dashboard/pages/forcepanel.h"
#include "dashboard/session/adminapi.h"

namespace relais::dashboard {

BroadcastPage::BroadcastPage(AdminApi &api, const QString &storePath, QWidget *parent)
    : Page(parent)
    , m_api(api)
    , m_store(storePath)
    , m_counter(api)
    , m_form(new BroadcastForm(this))
    , m_archive(new ArchivePanel(m_store, this))
    , m_force(new ForcePanel(api, this))
    , m_reach(createPlainLabel(this))
    , m_send(new QPushButton(this))
    , m_result(createPlainLabel(this))
{
    m_reach->setObjectName(QStringLiteral("reach"));
    m_send->setObjectName(QStringLiteral("send"));
    m_result->setObjectName(QStringLiteral("result"));
    layOut();
    connect(m_form, &BroadcastForm::changed, this, &BroadcastPage::onFormChanged);
    connect(m_archive, &ArchivePanel::chosen, m_form, &BroadcastForm::setDraft);
    connect(m_send, &QPushButton::clicked, this, &BroadcastPage::send);
    connect(&m_counter, &RecipientCounter::counted, this, &BroadcastPage::updateReach);
    connect(m_force, &ForcePanel::readyChanged, this, &BroadcastPage::updateActions);
    for (const int key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto *const shortcut = new QShortcut(QKeySequence(Qt::CTRL | key), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, &BroadcastPage::send);
    }
    retranslate();
    updateActions();
    refresh();
}

void BroadcastPage::layOut()
{
    auto *const sendLine = new QHBoxLayout;
    sendLine->addWidget(m_reach, 1);
    sendLine->addWidget(m_send);
    auto *const left = new QWidget(this);
    auto *const leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->addWidget(m_form, 1);
    leftLayout->addLayout(sendLine);
    leftLayout->addWidget(m_result);
    leftLayout->addWidget(m_force);
    auto *const splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(left);
    splitter->addWidget(m_archive);
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({640, 360});
    auto *const layout = new QVBoxLayout(this);
    layout->addWidget(permissionNotice());
    layout->addWidget(splitter, 1);
}

void BroadcastPage::refresh()
{
    m_countedUsers = m_form->draft().users;
    m_counter.count(m_countedUsers);
}

void BroadcastPage::startOver()
{
    m_result->clear();
    m_force->startOver();
    refresh();
}

void BroadcastPage::onFormChanged()
{
    const BroadcastDraft draft = m_form->draft();
    m_archive->setDraft(draft);
    if (draft.users != m_countedUsers)
        refresh();
    updateActions();
}

QString BroadcastPage::reachText() const
{
    const auto clients = m_counter.recipients();
    const auto users = static_cast<int>(m_countedUsers.size());
    if (users == 0)
        return clients ? tr("%Ln client(s) connected now", nullptr, static_cast<int>(*clients)) : tr("every client");
    const QString named = tr("%Ln user(s)", nullptr, users);
    return clients ? tr("%1: %2").arg(named, tr("%Ln client(s) connected now", nullptr, static_cast<int>(*clients)))
                   : named;
}

void BroadcastPage::updateReach()
{
    m_reach->setText(tr("Reaches %1").arg(reachText()));
}

void BroadcastPage::send()
{
    if (!m_send->isEnabled())
        return;
    const BroadcastDraft draft = m_form->draft();
    QString question = tr("Send “%1” (%2)?").arg(displayText(draft.type), displayBytes(draft.payload.size()));
    question += QStringLiteral("\n\n") + tr("It reaches %1.").arg(reachText());
    if (!draft.users.isEmpty())
        question += u'\n' + displayText(draft.users.join(QStringLiteral(", ")), 200);
    confirm(this, tr("Broadcast"), question, draft.users.isEmpty() ? tr("&Send to everyone") : tr("&Send"),
            [this, draft] { post(draft); });
}

void BroadcastPage::post(const BroadcastDraft &draft)
{
    // The payload goes as it was written: 1.50 is not 1.5 to everyone.
    QByteArray body = "{\"type\":" + jsonText(draft.type) + ",\"payload\":" + draft.payload;
    if (!draft.users.isEmpty())
        body += ",\"userIds\":" + jsonText(QJsonArray::fromStringList(draft.users));
    body += '}';
    m_isSending = true;
    m_result->setText(tr("Sending…"));
    updateActions();
    m_api.postText(QStringLiteral("/api/sync/broadcast"), body, this,
                   [this, draft](const Result<QJsonObject> &receipt) { onAnswer(draft, receipt); });
}

void BroadcastPage::onAnswer(const BroadcastDraft &draft, const Result<QJsonObject> &receipt)
{
    m_isSending = false;
    SentBroadcast sent{.draft = draft, .at = QDateTime::currentMSecsSinceEpoch(), .id = {}, .problem = {}};
    if (receipt) {
        sent.id = displayText(receipt->value(u"id").toString());
        sent.recipients = receipt->value(u"recipients").toInteger();
        m_result->setText(
            tr("✓ Sent to %Ln client(s), as %1", nullptr, static_cast<int>(sent.recipients)).arg(sent.id));
    } else {
        sent.problem = describe(receipt.error());
        m_result->setText(tr("✗ Not sent: %1").arg(sent.problem));
    }
    m_store.record(sent);
    updateActions();
}

void BroadcastPage::retranslate()
{
    m_send->setText(tr("Se&nd…"));
    m_force->retranslate();
    updateReach();
}

QString BroadcastPage::noticeText() const
{
    if (!permissions().mayBroadcast)
        return Page::noticeText();
    return tr("You can broadcast, but not force a sync: your token is not an admin's.");
}

void BroadcastPage::updateActions()
{
    const QString problem = m_form->problem();
    setActionEnabled(m_send, problem.isEmpty() && !m_isSending,
                     problem.isEmpty() ? tr("Send after a confirmation (Ctrl+Return)") : problem, Right::Broadcast);
    setActionEnabled(m_force->forceButton(), m_force->isReady(), tr("Asks before it does"));
}

} // namespace relais::dashboard
