// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/faultproxy.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <QTest>

#include "tests/history/link.h"
#include "tests/support/deadline.h"
#include "tests/support/websocketclient.h"

using namespace relais;
using namespace relais::test;

namespace {

constexpr std::chrono::milliseconds moment(50); // for what is not to come

/// Where the proxy leads to.
class Listener {
public:
    Listener()
        : m_descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *const generic = reinterpret_cast<sockaddr *>(&address);
        ::bind(m_descriptor.value(), generic, size);
        ::listen(m_descriptor.value(), 100);
        ::getsockname(m_descriptor.value(), generic, &size);
        m_port = ntohs(address.sin_port);
    }

    quint16 port() const { return m_port; }
    Link accept() const
    {
        pollfd watched{m_descriptor.value(), POLLIN, 0};
        ::poll(&watched, 1, static_cast<int>(patience.count()));
        return Link(FileDescriptor(::accept4(m_descriptor.value(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)));
    }

private:
    FileDescriptor m_descriptor;
    quint16 m_port = 0;
};

/// A proxy, and a connection through it.
struct Passage {
    explicit Passage(const ProxyFaults &faults = {}, quint64 seed = 1)
        : proxy(seed)
    {
        proxy.setServerPort(listener.port());
        proxy.setFaults(faults);
        connect();
    }

    void connect()
    {
        client.emplace(proxy.port());
        server.emplace(listener.accept());
    }

    Listener listener;
    FaultProxy proxy;
    std::optional<Link> client;
    std::optional<Link> server;
};

bool receives(Link &link, const QByteArray &bytes)
{
    const Deadline deadline;
    while (link.buffer().size() < bytes.size() && !deadline.hasPassed()
           && link.receive(patience) != Link::Outcome::End) { }
    return link.take(bytes.size()) == bytes;
}

bool ends(Link &link)
{
    const Deadline deadline;
    while (!deadline.hasPassed()) {
        if (link.receive(patience) == Link::Outcome::End)
            return true;
    }
    return false;
}

const QByteArray upgrade = upgradeRequest("/ws");

} // namespace

class FaultProxyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bytesGoThroughBothWays()
    {
        Passage passage;
        passage.client->send("there", patience);
        passage.server->send("back", patience);
        QVERIFY(receives(*passage.server, "there"));
        QVERIFY(receives(*passage.client, "back"));
    }

    void theEndOfAConnectionGoesThrough()
    {
        Passage passage;
        passage.client->close();
        QVERIFY(ends(*passage.server));
    }

    void withoutAServerConnectionsEndAtOnce()
    {
        FaultProxy proxy(1);
        Link link(proxy.port());
        QVERIFY(!link.isOpen() || ends(link));
    }

    void connectionsAreCutAtBytesThatComeFromTheSeed()
    {
        const auto bytesOf = [](quint64 seed) {
            Passage passage({.cutWithin = 1000}, seed);
            QList<qsizetype> counts;
            for (int i = 0; i < 20; ++i) {
                passage.client->send(QByteArray(2000, 'x'), patience);
                while (passage.server->buffer().size() < 2000
                       && passage.server->receive(patience) == Link::Outcome::Bytes) { }
                counts += passage.server->buffer().size();
                passage.connect();
            }
            return counts;
        };
        const QList<qsizetype> counts = bytesOf(7);
        QCOMPARE(bytesOf(7), counts);
        QVERIFY(bytesOf(8) != counts);
        QVERIFY(std::count(counts.begin(), counts.end(), 2000) < 20);
    }

    void aCutEndsBothSides()
    {
        Passage passage({.cutWithin = 10});
        passage.client->send(QByteArray(100, 'x'), patience);
        passage.server->send(QByteArray(100, 'y'), patience);
        QVERIFY(ends(*passage.client));
        QVERIFY(ends(*passage.server));
        QVERIFY(eventually([&passage] { return passage.proxy.counts().cuts == 1; }));
    }

    void whatIsStalledGoesOnAfterwards()
    {
        Passage passage;
        passage.proxy.setFaults({.isStalled = true});
        passage.client->send("there", patience);
        QCOMPARE(passage.server->receive(moment), Link::Outcome::Silence);
        passage.proxy.setFaults({});
        QVERIFY(receives(*passage.server, "there"));
    }

    void whatIsSwallowedNeverComes()
    {
        Passage passage;
        passage.proxy.setFaults({.isSwallowing = true});
        passage.client->send("lost", patience);
        passage.server->send("lost", patience);
        passage.proxy.setFaults({});
        passage.client->send("lost too", patience);
        QCOMPARE(passage.server->receive(moment), Link::Outcome::Silence);
        QCOMPARE(passage.client->receive(moment), Link::Outcome::Silence);
        QVERIFY(eventually([&passage] { return passage.proxy.counts().swallowed == 1; }));
    }

    void aHalfOpenConnectionEndsWhenTheClientGivesUp()
    {
        Passage passage;
        passage.proxy.setFaults({.isSwallowing = true});
        passage.client->close();
        QVERIFY(ends(*passage.server));
    }

    void ofASilencedServerNothingIsHeardUntilItsEnd()
    {
        Passage passage;
        passage.proxy.setFaults({.isSilencing = true});
        passage.client->send("there", patience);
        QVERIFY(receives(*passage.server, "there"));
        passage.server->send("lost", patience);
        passage.proxy.setFaults({});
        passage.server->close();
        QVERIFY(ends(*passage.client));
        QCOMPARE(passage.client->buffer(), "");
    }

    void whatIsDelayedOrThrottledComesWholeAndInOrder_data()
    {
        QTest::addColumn<int>("bytesPerSecond");
        QTest::addColumn<int>("delay");
        QTest::newRow("delayed") << 0 << 30;
        QTest::newRow("throttled") << 50'000 << 0;
        QTest::newRow("both") << 50'000 << 30;
    }
    void whatIsDelayedOrThrottledComesWholeAndInOrder()
    {
        QFETCH(int, bytesPerSecond);
        QFETCH(int, delay);
        Passage passage({.bytesPerSecond = bytesPerSecond, .delay = std::chrono::milliseconds(delay)});
        QByteArray all;
        for (int i = 0; i < 200; ++i) {
            const QByteArray piece = QByteArray::number(i) + ' ';
            passage.server->send(piece, patience);
            all += piece;
        }
        QVERIFY(receives(*passage.client, all));
    }

    void anUpgradeIsRefusedWhereOnlyHttpIsSpoken()
    {
        Passage passage({.upgrades = ProxyFaults::Upgrades::Refused});
        passage.client->send(upgrade, patience);
        QVERIFY(ends(*passage.client));
        QVERIFY(passage.client->buffer().startsWith("HTTP/1.1 403 "));
        QVERIFY(ends(*passage.server));
        QCOMPARE(passage.server->buffer(), "");
    }

    void anUpgradeIsStrippedFromARequest()
    {
        Passage passage({.upgrades = ProxyFaults::Upgrades::Stripped});
        passage.client->send(upgrade, patience);
        const QByteArray expected = "GET /ws HTTP/1.1\r\nHost: ";
        QVERIFY(receives(*passage.server, expected));
        while (!passage.server->buffer().endsWith("\r\n\r\n")
               && passage.server->receive(patience) == Link::Outcome::Bytes) { }
        QVERIFY(!passage.server->buffer().toLower().contains("upgrade"));
        QVERIFY(!passage.server->buffer().toLower().contains("sec-websocket"));
        QVERIFY(eventually([&passage] { return passage.proxy.counts().upgradesDenied == 1; }));
    }

    void otherRequestsGoThroughWhereOnlyHttpIsSpoken()
    {
        Passage passage({.upgrades = ProxyFaults::Upgrades::Refused});
        const QByteArray request = httpRequest("GET", "/readyz");
        passage.client->send(request, patience);
        QVERIFY(receives(*passage.server, request));
    }

    void webSocketsThatAreOpenAreCutWhenOnlyHttpIsSpoken()
    {
        Passage passage;
        passage.client->send(upgrade, patience);
        QVERIFY(receives(*passage.server, upgrade));
        passage.proxy.setFaults({.upgrades = ProxyFaults::Upgrades::Refused});
        QVERIFY(ends(*passage.client));
        QVERIFY(ends(*passage.server));
    }
};

QTEST_GUILESS_MAIN(FaultProxyTest)
#include "tst_faultproxy.moc"
