// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/profiles/profilesdialog.h"

#include <QColorDialog>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace relais::dashboard {

using namespace Qt::StringLiterals;

namespace {

QIcon swatch(const QColor &color)
{
    QPixmap pixmap(16, 16);
    pixmap.fill(color);
    QIcon icon(pixmap);
    icon.addPixmap(pixmap, QIcon::Selected); // a selection would tint it
    return icon;
}

const QColor colorOfNew(0x2f, 0x7d, 0xd1);

} // namespace

ProfilesDialog::ProfilesDialog(ProfileStore &profiles, TokenStore &tokens, QWidget *parent)
    : QDialog(parent)
    , m_profiles(profiles)
    , m_tokens(tokens)
{
    auto *const layout = new QHBoxLayout(this);
    layout->addWidget(createList());
    layout->addWidget(createForm(), 1);
    connect(&m_test, &ConnectionTest::finished, this, &ProfilesDialog::say);
    connect(&m_profiles, &ProfileStore::changed, this, &ProfilesDialog::fillList);
    retranslate();
    fillList();
    load(m_profiles.profiles().empty() ? QString() : m_profiles.profiles().front().id);
    resize(720, 380);
}

QWidget *ProfilesDialog::createList()
{
    auto *const side = new QWidget(this);
    side->setFixedWidth(220);
    auto *const layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    m_list = new QListWidget(side);
    layout->addWidget(m_list, 1);
    auto *const row = new QHBoxLayout;
    m_new = new QPushButton(side);
    m_remove = new QPushButton(side);
    m_new->setAutoDefault(false);
    m_remove->setAutoDefault(false);
    row->addWidget(m_new);
    row->addWidget(m_remove);
    layout->addLayout(row);
    connect(m_list, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem *item) {
        if (item)
            load(item->data(Qt::UserRole).toString());
    });
    connect(m_list, &QListWidget::itemActivated, this, &ProfilesDialog::connectTo);
    connect(m_new, &QPushButton::clicked, this, [this] {
        m_list->setCurrentItem(nullptr);
        load({});
        m_name->setFocus();
    });
    connect(m_remove, &QPushButton::clicked, this, &ProfilesDialog::remove);
    return side;
}

QWidget *ProfilesDialog::createForm()
{
    auto *const side = new QWidget(this);
    auto *const layout = new QVBoxLayout(side);
    layout->setContentsMargins(8, 0, 0, 0);
    auto *const form = new QFormLayout;
    const auto addRow = [&](QLabel *&label, QWidget *field) {
        label = new QLabel(side);
        label->setBuddy(field);
        form->addRow(label, field);
    };
    addRow(m_nameLabel, m_name = new QLineEdit(side));
    addRow(m_urlLabel, m_url = new QLineEdit(side));
    addRow(m_tokenLabel, m_token = new QLineEdit(side));
    m_token->setEchoMode(QLineEdit::Password);
    m_tokenHelp = new QLabel(side);
    m_tokenHelp->setWordWrap(true);
    form->addRow(QString(), m_tokenHelp);
    addRow(m_colorLabel, m_colorButton = new QPushButton(side));
    m_colorButton->setAutoDefault(false);
    m_name->setObjectName(u"name"_s);
    m_url->setObjectName(u"url"_s);
    m_token->setObjectName(u"token"_s);
    layout->addLayout(form);
    m_message = new QLabel(side);
    m_message->setTextFormat(Qt::PlainText); // the server's words may be in it
    m_message->setWordWrap(true);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(m_message);
    layout->addStretch();

    auto *const buttons = new QHBoxLayout;
    for (QPushButton **const button : {&m_testButton, &m_save, &m_close, &m_connect}) {
        *button = new QPushButton(side);
        buttons->addWidget(*button);
        if (button == &m_testButton)
            buttons->addStretch();
        (*button)->setAutoDefault(false);
    }
    m_testButton->setObjectName(u"test"_s);
    m_save->setObjectName(u"save"_s);
    m_connect->setObjectName(u"connect"_s);
    m_message->setObjectName(u"message"_s);
    m_connect->setDefault(true);
    layout->addLayout(buttons);
    connect(m_token, &QLineEdit::textEdited, this, [this] { m_isTokenTouched = true; });
    connect(m_colorButton, &QPushButton::clicked, this, &ProfilesDialog::chooseColor);
    connect(m_testButton, &QPushButton::clicked, this, &ProfilesDialog::test);
    connect(m_save, &QPushButton::clicked, this, &ProfilesDialog::save);
    connect(m_connect, &QPushButton::clicked, this, &ProfilesDialog::connectTo);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    return side;
}

void ProfilesDialog::retranslate()
{
    setWindowTitle(tr("Servers"));
    m_list->setAccessibleName(tr("Servers"));
    m_new->setText(tr("&New"));
    m_remove->setText(tr("&Remove"));
    m_nameLabel->setText(tr("N&ame:"));
    m_urlLabel->setText(tr("&URL:"));
    m_url->setPlaceholderText(u"https://sync.example.org:5000"_s);
    m_tokenLabel->setText(tr("&Token:"));
    m_token->setPlaceholderText(tr("none, or as it is kept"));
    m_tokenHelp->setText(
        tr("A JWT or an API key with the role operator or admin. It is kept in the desktop's keychain; "
           "without one it is forgotten when the dashboard ends."));
    m_colorLabel->setText(tr("&Colour:"));
    m_colorButton->setText(tr("Change…"));
    m_testButton->setText(tr("T&est"));
    m_save->setText(tr("&Save"));
    m_connect->setText(tr("C&onnect"));
    m_close->setText(tr("Close"));
}

void ProfilesDialog::fillList()
{
    const QSignalBlocker blocker(m_list);
    m_list->clear();
    for (const Profile &profile : m_profiles.profiles()) {
        auto *const item = new QListWidgetItem(swatch(profile.color), profile.name, m_list);
        item->setData(Qt::UserRole, profile.id);
        if (profile.id == m_id)
            m_list->setCurrentItem(item);
    }
}

void ProfilesDialog::select(const QString &id)
{
    load(id);
    fillList();
}

void ProfilesDialog::load(const QString &id)
{
    const auto profile = m_profiles.find(id);
    m_id = profile ? id : QString();
    m_name->setText(profile ? profile->name : QString());
    m_url->setText(profile ? profile->url.toString() : QString());
    m_token->clear();
    m_isTokenTouched = false;
    m_color = profile ? profile->color : colorOfNew;
    m_remove->setEnabled(profile.has_value());
    m_message->clear();
    showColor();
}

void ProfilesDialog::showColor()
{
    m_colorButton->setIcon(swatch(m_color));
    m_colorButton->setAccessibleDescription(m_color.name());
}

void ProfilesDialog::chooseColor()
{
    const QColor color = QColorDialog::getColor(m_color, this, tr("The colour of this server"));
    if (color.isValid())
        m_color = color;
    showColor();
}

QString ProfilesDialog::save()
{
    const auto url = parseServerUrl(m_url->text());
    if (!url) {
        say(false, tr("The URL is not usable: %1").arg(QString::fromStdString(url.error().detail)));
        m_url->setFocus();
        return {};
    }
    const QString name = m_name->text().trimmed().isEmpty() ? url->host() : m_name->text().trimmed();
    m_id = m_profiles.save({m_id, name, *url, m_color});
    if (m_isTokenTouched) {
        m_tokens.keep(m_id, m_token->text().trimmed().toUtf8(), this, [this](bool isKept) {
            if (!isKept)
                say(true, tr("Saved. There is no keychain: the token is kept until the dashboard ends."));
        });
    }
    m_isTokenTouched = false;
    m_name->setText(name);
    m_url->setText(url->toString());
    m_remove->setEnabled(true);
    say(m_profiles.problem().isEmpty(), m_profiles.problem().isEmpty() ? tr("Saved.") : m_profiles.problem());
    return m_id;
}

void ProfilesDialog::remove()
{
    const auto profile = m_profiles.find(m_id);
    if (!profile)
        return;
    const auto answer = QMessageBox::question(this, windowTitle(), tr("Remove %1 and its token?").arg(profile->name));
    if (answer != QMessageBox::Yes)
        return;
    m_tokens.forget(m_id);
    m_profiles.remove(m_id);
    load(m_profiles.profiles().empty() ? QString() : m_profiles.profiles().front().id);
    fillList();
}

void ProfilesDialog::test()
{
    const auto url = parseServerUrl(m_url->text());
    if (!url) {
        say(false, tr("The URL is not usable: %1").arg(QString::fromStdString(url.error().detail)));
        return;
    }
    say(true, tr("Testing…"));
    if (m_isTokenTouched || m_id.isEmpty()) {
        m_test.start({*url, m_token->text().trimmed().toUtf8()});
        return;
    }
    m_tokens.find(m_id, this, [this, url = *url](const std::optional<QByteArray> &token) {
        m_test.start({url, token.value_or(QByteArray())});
    });
}

void ProfilesDialog::connectTo()
{
    const QString id = save();
    if (id.isEmpty())
        return;
    accept();
    Q_EMIT chosen(id);
}

void ProfilesDialog::say(bool isGood, const QString &text)
{
    m_message->setText((isGood ? u""_s : u"✕ "_s) + text);
    m_message->setAccessibleName(text);
}

void ProfilesDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

} // namespace relais::dashboard
