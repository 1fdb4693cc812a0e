// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/window/mainwindow.h"

#include <algorithm>

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "dashboard/window/sessionbar.h"
#include "dashboard/window/settings.h"
#include "dashboard/window/shortcutsheet.h"

namespace relais::dashboard {

using namespace Qt::StringLiterals;

namespace {

constexpr int navigationWidth = 190;
constexpr int navigationIndent = 8;
constexpr int stripeHeight = 6;

/// A menu takes an ampersand for the mark of its key.
QString menuText(QString text)
{
    return text.replace(u'&', u"&&"_s);
}

QIcon swatch(const QColor &color)
{
    QPixmap pixmap(16, 16);
    pixmap.fill(color);
    QIcon icon(pixmap);
    icon.addPixmap(pixmap, QIcon::Selected); // a selection would tint it
    return icon;
}

} // namespace

MainWindow::MainWindow(Settings &settings, QWidget *parent)
    : QMainWindow(parent)
    , m_settings(settings)
{
    auto *const whole = new QWidget(this);
    auto *const layout = new QVBoxLayout(whole);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(createHead());

    m_center = new QStackedWidget(whole);
    m_center->addWidget(createWelcome());
    auto *const pages = new QWidget(m_center);
    auto *const row = new QHBoxLayout(pages);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_navigation = new QListWidget(pages);
    m_navigation->setFixedWidth(navigationWidth);
    m_navigation->setFrameShape(QFrame::NoFrame);
    m_navigation->setIconSize(QSize(navigationIndent, 1));
    row->addWidget(m_navigation);
    m_stack = new QStackedWidget(pages);
    row->addWidget(m_stack, 1);
    m_center->addWidget(pages);
    layout->addWidget(m_center, 1);

    m_sessionBar = new SessionBar(whole);
    layout->addWidget(m_sessionBar);
    setCentralWidget(whole);

    connect(m_navigation, &QListWidget::currentRowChanged, this, &MainWindow::onPageChanged);
    connect(m_sessionBar, &SessionBar::retryRequested, this, &MainWindow::retryRequested);
    createMenus();
    resize(1180, 760);
    retranslate();
}

MainWindow::~MainWindow() = default;

QWidget *MainWindow::createHead()
{
    auto *const head = new QWidget(this);
    auto *const layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_stripe = new QWidget(head);
    m_stripe->setFixedHeight(stripeHeight);
    m_stripe->setAutoFillBackground(true);
    layout->addWidget(m_stripe);

    auto *const row = new QHBoxLayout;
    row->setContentsMargins(12, 8, 12, 8);
    m_profileButton = new QToolButton(head);
    m_profileButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_profileButton->setPopupMode(QToolButton::InstantPopup);
    m_profileButton->setFocusPolicy(Qt::StrongFocus);
    QFont font = m_profileButton->font();
    font.setBold(true);
    m_profileButton->setFont(font);
    row->addWidget(m_profileButton);
    row->addSpacing(8);
    m_address = new QLabel(head);
    m_address->setTextFormat(Qt::PlainText);
    m_address->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(m_address);
    row->addStretch();
    layout->addLayout(row);
    return head;
}

QWidget *MainWindow::createWelcome()
{
    auto *const welcome = new QWidget(this);
    auto *const layout = new QVBoxLayout(welcome);
    layout->addStretch();
    m_welcomeText = new QLabel(welcome);
    m_welcomeText->setAlignment(Qt::AlignCenter);
    m_welcomeText->setWordWrap(true);
    layout->addWidget(m_welcomeText);
    m_welcomeButton = new QPushButton(welcome);
    connect(m_welcomeButton, &QPushButton::clicked, this, &MainWindow::manageProfilesRequested);
    layout->addWidget(m_welcomeButton, 0, Qt::AlignCenter);
    layout->addStretch();
    return welcome;
}

void MainWindow::createMenus()
{
    m_connectionMenu = menuBar()->addMenu(QString());
    m_profileMenu = m_connectionMenu->addMenu(QString());
    m_profileButton->setMenu(m_profileMenu);
    m_manage = m_connectionMenu->addAction({}, QKeySequence(Qt::CTRL | Qt::Key_K), this,
                                           &MainWindow::manageProfilesRequested);
    m_retry = m_connectionMenu->addAction({}, QKeySequence(Qt::CTRL | Qt::Key_R), this, &MainWindow::retryRequested);
    m_disconnect = m_connectionMenu->addAction({}, this, &MainWindow::disconnectRequested);
    m_connectionMenu->addSeparator();
    m_quit = m_connectionMenu->addAction({}, QKeySequence(Qt::CTRL | Qt::Key_Q), this, &MainWindow::quitRequested);

    m_viewMenu = menuBar()->addMenu(QString());
    m_languageMenu = m_viewMenu->addMenu(QString());
    m_languages = new QActionGroup(this);
    // Languages are named in themselves: who is in the wrong one could not read them otherwise.
    for (const auto &[code, name] :
         {std::pair(u""_s, QString()), std::pair(u"en"_s, u"English"_s), std::pair(u"fr"_s, u"Français"_s)}) {
        auto *const action = m_languageMenu->addAction(name);
        action->setCheckable(true);
        action->setData(code);
        m_languages->addAction(action);
    }
    connect(m_languages, &QActionGroup::triggered, this,
            [this](QAction *action) { Q_EMIT languageChosen(action->data().toString()); });
    m_themeMenu = m_viewMenu->addMenu(QString());
    m_themes = new QActionGroup(this);
    for (const auto choice : {Theme::Choice::System, Theme::Choice::Light, Theme::Choice::Dark}) {
        auto *const action = m_themeMenu->addAction(QString());
        action->setCheckable(true);
        action->setData(static_cast<int>(choice));
        m_themes->addAction(action);
    }
    connect(m_themes, &QActionGroup::triggered, this,
            [this](QAction *action) { Q_EMIT themeChosen(static_cast<Theme::Choice>(action->data().toInt())); });

    m_helpMenu = menuBar()->addMenu(QString());
    m_shortcuts = m_helpMenu->addAction({}, QKeySequence(Qt::Key_F1), this, &MainWindow::showShortcuts);
    m_about = m_helpMenu->addAction({}, this, &MainWindow::showAbout);
    m_aboutQt = m_helpMenu->addAction({}, qApp, &QApplication::aboutQt);
}

void MainWindow::addPage(NavigationPage *page)
{
    const int row = static_cast<int>(m_pages.size());
    m_pages.push_back(page);
    m_stack->addWidget(page);
    page->restoreState(m_settings.pageState(page->id()));
    auto *const item = new QListWidgetItem(page->title(), m_navigation);
    item->setSizeHint(QSize(navigationWidth - 8, 34));
    QPixmap indent(navigationIndent, 1);
    indent.fill(Qt::transparent);
    item->setIcon(QIcon(indent));
    if (row < 9) {
        const QKeySequence keys(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + row));
        connect(new QShortcut(keys, this), &QShortcut::activated, this, [this, row] {
            m_navigation->setCurrentRow(row);
            m_stack->currentWidget()->setFocus();
        });
    }
    if (row == 0)
        m_navigation->setCurrentRow(0);
    retranslate();
}

void MainWindow::addMenu(QMenu *menu)
{
    menu->setParent(menuBar(), menu->windowFlags());
    menuBar()->insertMenu(m_helpMenu->menuAction(), menu);
}

void MainWindow::addBanner(QWidget *banner)
{
    auto *const layout = static_cast<QVBoxLayout *>(centralWidget()->layout());
    layout->insertWidget(layout->indexOf(m_center), banner);
}

void MainWindow::restoreLayout()
{
    restoreGeometry(m_settings.geometry());
    showPage(m_settings.page());
}

void MainWindow::saveLayout()
{
    m_settings.setGeometry(saveGeometry());
    if (const NavigationPage *const page = currentPage())
        m_settings.setPage(page->id());
    for (const NavigationPage *const page : m_pages)
        m_settings.setPageState(page->id(), page->saveState());
    m_settings.save();
}

NavigationPage *MainWindow::currentPage() const
{
    const int row = m_stack->currentIndex();
    return row < 0 ? nullptr : m_pages[static_cast<std::size_t>(row)];
}

bool MainWindow::showPage(const QString &id)
{
    const auto found = std::ranges::find_if(m_pages, [&](const NavigationPage *page) { return page->id() == id; });
    if (found == m_pages.end())
        return false;
    m_navigation->setCurrentRow(static_cast<int>(found - m_pages.begin()));
    return true;
}

void MainWindow::onPageChanged(int row)
{
    m_stack->setCurrentIndex(row);
    updateHead();
}

void MainWindow::setProfiles(const std::vector<Profile> &profiles)
{
    m_profiles = profiles;
    updateProfileMenu();
}

void MainWindow::updateProfileMenu()
{
    m_profileMenu->clear();
    for (const Profile &profile : m_profiles) {
        auto *const action = m_profileMenu->addAction(swatch(profile.color), menuText(profile.name));
        action->setCheckable(true);
        action->setChecked(m_profile && m_profile->id == profile.id);
        connect(action, &QAction::triggered, this, [this, id = profile.id] { Q_EMIT profileChosen(id); });
    }
    m_profileMenu->addSeparator();
    m_profileMenu->addAction(m_manage);
}

void MainWindow::setProfile(const std::optional<Profile> &profile)
{
    m_profile = profile;
    m_center->setCurrentIndex(profile ? 1 : 0);
    m_disconnect->setEnabled(profile.has_value());
    m_retry->setEnabled(profile.has_value());
    for (NavigationPage *const page : m_pages)
        page->onServerChanged();
    updateProfileMenu();
    updateHead();
}

void MainWindow::updateHead()
{
    QPalette colors = m_stripe->palette();
    colors.setColor(QPalette::Window, m_profile ? m_profile->color : palette().color(QPalette::Mid));
    m_stripe->setPalette(colors);
    m_profileButton->setText(m_profile ? menuText(m_profile->name) : tr("Choose a server"));
    m_profileButton->setIcon(m_profile ? swatch(m_profile->color) : QIcon());
    m_profileButton->setAccessibleName(m_profile ? tr("Server %1").arg(m_profile->name) : m_profileButton->text());
    m_address->setText(m_profile ? m_profile->url.toDisplayString() : QString());
    const NavigationPage *const page = currentPage();
    if (m_profile && page)
        setWindowTitle(u"%1 — %2 — Relais"_s.arg(m_profile->name, page->title()));
    else
        setWindowTitle(u"Relais"_s);
}

void MainWindow::showStatus(const SessionStatus &status)
{
    m_sessionBar->showStatus(status);
}

void MainWindow::setPermissions(const Permissions &permissions)
{
    for (NavigationPage *const page : m_pages)
        page->setPermissions(permissions);
}

void MainWindow::setLanguageChoice(const QString &code)
{
    for (QAction *const action : m_languages->actions())
        action->setChecked(action->data().toString() == code);
}

void MainWindow::setThemeChoice(Theme::Choice choice)
{
    for (QAction *const action : m_themes->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(choice));
}

void MainWindow::retranslate()
{
    m_connectionMenu->setTitle(tr("&Connection"));
    m_profileMenu->setTitle(tr("Connect &to"));
    m_manage->setText(tr("&Servers…"));
    m_retry->setText(tr("&Retry now"));
    m_disconnect->setText(tr("&Disconnect"));
    m_quit->setText(tr("&Quit"));
    m_viewMenu->setTitle(tr("&View"));
    m_languageMenu->setTitle(tr("&Language"));
    m_languages->actions().constFirst()->setText(tr("The desktop's"));
    m_themeMenu->setTitle(tr("&Theme"));
    const std::array themes{tr("The desktop's"), tr("Light"), tr("Dark")};
    for (std::size_t i = 0; i < themes.size(); ++i)
        m_themes->actions().at(static_cast<qsizetype>(i))->setText(themes[i]);
    m_helpMenu->setTitle(tr("&Help"));
    m_shortcuts->setText(tr("&Keyboard shortcuts"));
    m_about->setText(tr("&About Relais"));
    m_aboutQt->setText(tr("About &Qt"));
    m_navigation->setAccessibleName(tr("Pages"));
    for (std::size_t i = 0; i < m_pages.size(); ++i) {
        auto *const item = m_navigation->item(static_cast<int>(i));
        item->setText(m_pages[i]->title());
        item->setToolTip(i < 9 ? QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(i)))
                                     .toString(QKeySequence::NativeText)
                               : QString());
    }
    m_welcomeText->setText(tr("This dashboard shows what a Relais server is doing.\nName a server to begin with."));
    m_welcomeButton->setText(tr("Add a server…"));
    updateProfileMenu();
    updateHead();
}

void MainWindow::showShortcuts()
{
    std::vector<ShortcutHelp> general;
    for (const QAction *const menu : menuBar()->actions()) {
        for (const QAction *const action : menu->menu()->actions()) {
            if (!action->shortcut().isEmpty())
                general.push_back({action->shortcut(), action->text().remove(u'&').remove(u'…')});
        }
    }
    std::vector<ShortcutHelp> pages;
    for (std::size_t i = 0; i < std::min<std::size_t>(m_pages.size(), 9); ++i) {
        pages.push_back(
            {QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(i))), m_pages[i]->title()});
    }
    std::vector<ShortcutSheet::Section> sections{{tr("Everywhere"), general}, {tr("Pages"), pages}};
    if (const NavigationPage *const page = currentPage(); page && m_profile)
        sections.push_back({page->title(), page->shortcuts()});
    ShortcutSheet(sections, this).exec();
}

void MainWindow::showAbout()
{
    QMessageBox::about(this, tr("About Relais"),
                       tr("<b>Relais dashboard %1</b><p>What a Relais server is doing, and what to do about it.</p>"
                          "<p>Free software under the GNU General Public License, version 3 or later.</p>")
                           .arg(QCoreApplication::applicationVersion()));
}

void MainWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        setLocale(QLocale()); // which the fields for numbers in all pages and dialogs take over
        retranslate();
    } else if (event->type() == QEvent::PaletteChange && m_stripe)
        updateHead();
    QMainWindow::changeEvent(event);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveLayout();
    QMainWindow::closeEvent(event);
}

} // namespace relais::dashboard
