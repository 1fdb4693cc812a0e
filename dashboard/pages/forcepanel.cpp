// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/pages/forcepanel.h"

#include <algorithm>

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>

#include "common/protocol/userid.h"
#include "dashboard/models/displaytext.h"
#include "dashboard/models/faulttext.h"
#include "dashboard/pages/confirmation.h"
#include "dashboard/pages/page.h"
#include "dashboard/session/adminapi.h"

namespace relais::dashboard {

namespace {

constexpr qsizetype maximumReasonBytes = 256; // that the server takes
constexpr int maximumSpreadSeconds = 3600;
constexpr int defaultSpreadSeconds = 5;
// After the spread, those that are not connected are given this long to come back.
constexpr qint64 graceMilliseconds = 10'000;

} // namespace

ForcePanel::ForcePanel(AdminApi &api, QWidget *parent)
    : QGroupBox(parent)
    , m_api(api)
    , m_counter(api)
    , m_delivery(api)
    , m_userLabel(new QLabel(this))
    , m_user(new QLineEdit(this))
    , m_reasonLabel(new QLabel(this))
    , m_reason(new QLineEdit(this))
    , m_spreadLabel(new QLabel(this))
    , m_spread(new QSpinBox(this))
    , m_reach(createPlainLabel(this))
    , m_force(new QPushButton(this))
    , m_progress(new QProgressBar(this))
    , m_result(createPlainLabel(this))
{
    m_user->setObjectName(QStringLiteral("forceUser"));
    m_reason->setObjectName(QStringLiteral("forceReason"));
    m_spread->setObjectName(QStringLiteral("forceSpread"));
    m_force->setObjectName(QStringLiteral("force"));
    m_progress->setObjectName(QStringLiteral("forceProgress"));
    m_result->setObjectName(QStringLiteral("forceResult"));
    m_userLabel->setBuddy(m_user);
    m_reasonLabel->setBuddy(m_reason);
    m_spreadLabel->setBuddy(m_spread);
    m_spread->setRange(0, maximumSpreadSeconds);
    m_spread->setValue(defaultSpreadSeconds);
    m_progress->hide();

    auto *const layout = new QGridLayout(this);
    layout->addWidget(m_userLabel, 0, 0);
    layout->addWidget(m_user, 0, 1);
    layout->addWidget(m_spreadLabel, 0, 2);
    layout->addWidget(m_spread, 0, 3);
    layout->addWidget(m_reasonLabel, 1, 0);
    layout->addWidget(m_reason, 1, 1, 1, 3);
    layout->addWidget(m_reach, 2, 0, 1, 3);
    layout->addWidget(m_force, 2, 3);
    layout->addWidget(m_progress, 3, 0, 1, 4);
    layout->addWidget(m_result, 4, 0, 1, 4);
    layout->setColumnStretch(1, 1);

    connect(m_user, &QLineEdit::textChanged, this, &ForcePanel::count);
    connect(m_reason, &QLineEdit::textChanged, this, &ForcePanel::updateTexts);
    connect(m_force, &QPushButton::clicked, this, &ForcePanel::ask);
    connect(&m_counter, &RecipientCounter::counted, this, &ForcePanel::updateTexts);
    connect(&m_delivery, &DeliveryProgress::progressed, this, &ForcePanel::showProgress);
    retranslate();
    count();
}

bool ForcePanel::isReady() const
{
    const QString user = m_user->text().trimmed();
    return !m_isAsking && (user.isEmpty() || UserId::parse(user.toStdString()).ok())
        && m_reason->text().toUtf8().size() <= maximumReasonBytes;
}

void ForcePanel::count()
{
    m_delivery.stop(); // of somebody else
    m_progress->hide();
    const QString user = m_user->text().trimmed();
    m_counter.count(user.isEmpty() ? QStringList() : QStringList{user});
}

void ForcePanel::startOver()
{
    m_result->clear();
    count();
}

void ForcePanel::ask()
{
    const QString user = m_user->text().trimmed();
    const auto clients = m_counter.recipients();
    const QString whom = user.isEmpty()
        ? (clients
               ? tr("Ask all %Ln connected client(s) to fetch everything anew?", nullptr, static_cast<int>(*clients))
               : tr("Ask every connected client to fetch everything anew?"))
        : tr("Ask every client of the user “%1” to fetch everything anew?").arg(displayText(user));
    const QString load = tr("Each does so within %1. Your application has to answer all of them.")
                             .arg(displayDuration(qint64(m_spread->value()) * 1000));
    confirm(this, tr("Force a sync"), whom + QStringLiteral("\n\n") + load, tr("&Force the sync"),
            [this, user, reason = m_reason->text().trimmed(), spread = qint64(m_spread->value()) * 1000] {
                force(user, reason, spread);
            });
}

void ForcePanel::force(const QString &user, const QString &reason, qint64 spreadMs)
{
    QJsonObject body{{QStringLiteral("spreadMs"), spreadMs}};
    if (!user.isEmpty())
        body.insert(u"userId", user);
    if (!reason.isEmpty())
        body.insert(u"reason", reason);
    m_isAsking = true;
    m_result->setText(tr("Sending…"));
    Q_EMIT readyChanged();
    m_api.post(QStringLiteral("/api/sync/force"), body, this,
               [this, spreadMs](const Result<QJsonObject> &receipt) { onForced(receipt, spreadMs); });
}

void ForcePanel::onForced(const Result<QJsonObject> &receipt, qint64 spreadMs)
{
    m_isAsking = false;
    Q_EMIT readyChanged();
    if (!receipt) {
        m_result->setText(tr("✗ Not forced: %1").arg(describe(receipt.error())));
        return;
    }
    m_asked = receipt->value(u"recipients").toInteger();
    m_spreadMs = spreadMs;
    m_since.start();
    m_progress->setRange(0, static_cast<int>(std::max<qint64>(m_asked, 1)));
    m_progress->setValue(0);
    m_progress->show();
    m_result->setText(tr("✓ %Ln client(s) asked.", nullptr, static_cast<int>(m_asked)));
    m_delivery.watch(m_user->text().trimmed());
}

/// Who fetches is seen by the application alone; what the server sees is who has been told to, those that were away
/// and come back among them.
void ForcePanel::showProgress(qint64 reached, qint64 connected)
{
    const QLocale locale;
    const qint64 left = m_spreadMs - m_since.elapsed();
    m_progress->setRange(0, static_cast<int>(std::max<qint64>({m_asked, connected, 1})));
    m_progress->setValue(static_cast<int>(reached));
    QString text
        = tr("✓ %Ln client(s) asked; told by now: %1 of the %2 connected", nullptr, static_cast<int>(m_asked))
              .arg(locale.toString(reached), locale.toString(connected));
    if (left > 0)
        text += QStringLiteral(" · ") + tr("they fetch within the next %1").arg(displayDuration(left));
    m_result->setText(text);
    if (left < -graceMilliseconds)
        m_delivery.stop();
}

void ForcePanel::updateTexts()
{
    const auto clients = m_counter.recipients();
    if (clients) {
        m_reach->setText(m_user->text().trimmed().isEmpty()
                             ? tr("Everyone: %Ln client(s) connected now", nullptr, static_cast<int>(*clients))
                             : tr("This user: %Ln client(s) connected now", nullptr, static_cast<int>(*clients)));
    } else {
        m_reach->setText(tr("Counting the clients…"));
    }
    Q_EMIT readyChanged();
}

void ForcePanel::retranslate()
{
    setTitle(tr("Force a sync"));
    m_userLabel->setText(tr("&Only user"));
    m_user->setPlaceholderText(tr("everyone"));
    m_reasonLabel->setText(tr("Re&ason"));
    m_reason->setPlaceholderText(tr("told to the clients"));
    m_spreadLabel->setText(tr("Sprea&d over"));
    m_spread->setSuffix(tr(" s"));
    m_spread->setToolTip(tr("Each client waits a random time up to this, so that not all come at once"));
    m_force->setText(tr("&Force sync…"));
    m_progress->setAccessibleName(tr("Clients that have been told"));
    updateTexts();
}

} // namespace relais::dashboard
