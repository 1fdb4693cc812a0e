// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/jwks.h"
#include "server/access/keyset.h"
#include "tests/support/tokenforge.h"

#include <QTest>

using namespace relais::server;
using namespace relais::test;

namespace {

/// With this letter as its secret.
VerificationKey secretKey(char letter, const char *id = nullptr)
{
    VerificationKey key = *VerificationKey::fromSecret(std::string(32, letter));
    if (id)
        key.setId(id);
    return key;
}

VerificationKey edKey(const char *id = nullptr)
{
    VerificationKey key = *parseJwk(TokenForge::withEd25519().jwk());
    if (id)
        key.setId(id);
    return key;
}

/// The letters of the candidates that are secrets, in their order; '?' for any other key.
QByteArray letters(const KeySet::Candidates &candidates)
{
    QByteArray found;
    for (const VerificationKey *key : candidates.keys) {
        char letter = '?';
        for (const char tried : {'a', 'b', 'c', 'd'}) {
            if (key->verify("x", TokenForge::withSecret(std::string(32, tried)).sign("x")))
                letter = tried;
        }
        found += letter;
    }
    return found;
}

} // namespace

class KeySetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEmptySetHasNoCandidate();
    void aNamedKeyIsTheOnlyCandidate();
    void twoKeysOfOneIdAreBothCandidates();
    void aNamedKeyOfAnotherAlgorithmIsNone();
    void anUnknownIdMayBeAnyKeyWithoutId();
    void withoutIdEveryKeyOfTheAlgorithmIsTried();
    void theEmptyIdIsAnIdLikeAnyOther();
    void thereIsABoundOnCandidates();
};

void KeySetTest::anEmptySetHasNoCandidate()
{
    const auto candidates = KeySet().candidates({}, JwtAlgorithm::HS256);
    QVERIFY(candidates.keys.empty());
    QVERIFY(!candidates.isNamed);
}

void KeySetTest::aNamedKeyIsTheOnlyCandidate()
{
    const KeySet set({secretKey('a', "1"), secretKey('b', "2"), secretKey('c')});
    const auto candidates = set.candidates("2", JwtAlgorithm::HS256);
    QCOMPARE(letters(candidates), "b");
    QVERIFY(candidates.isNamed);
}

void KeySetTest::twoKeysOfOneIdAreBothCandidates()
{
    const KeySet set({secretKey('a', "1"), secretKey('b', "1")});
    QCOMPARE(letters(set.candidates("1", JwtAlgorithm::HS256)), "ab");
}

void KeySetTest::aNamedKeyOfAnotherAlgorithmIsNone()
{
    const KeySet set({edKey("1"), secretKey('c')});
    const auto candidates = set.candidates("1", JwtAlgorithm::HS256);
    QVERIFY(candidates.keys.empty());
    QVERIFY(!candidates.isNamed);
}

void KeySetTest::anUnknownIdMayBeAnyKeyWithoutId()
{
    const KeySet set({secretKey('a', "1"), secretKey('b'), edKey(), secretKey('d')});
    const auto candidates = set.candidates("9", JwtAlgorithm::HS256);
    QCOMPARE(letters(candidates), "bd");
    QVERIFY(!candidates.isNamed);
}

void KeySetTest::withoutIdEveryKeyOfTheAlgorithmIsTried()
{
    const KeySet set({secretKey('a', "1"), edKey(), secretKey('b')});
    const auto candidates = set.candidates({}, JwtAlgorithm::HS256);
    QCOMPARE(letters(candidates), "ab");
    QVERIFY(candidates.isNamed);
}

void KeySetTest::theEmptyIdIsAnIdLikeAnyOther()
{
    const KeySet set({secretKey('a'), secretKey('b', "")});
    QCOMPARE(letters(set.candidates("", JwtAlgorithm::HS256)), "b");
    QCOMPARE(letters(set.candidates("x", JwtAlgorithm::HS256)), "a");
}

void KeySetTest::thereIsABoundOnCandidates()
{
    const KeySet set(std::vector<VerificationKey>(100, secretKey('a', "1")));
    QCOMPARE(set.candidates({}, JwtAlgorithm::HS256).keys.size(), KeySet::MaximumCandidates);
    QCOMPARE(set.candidates("1", JwtAlgorithm::HS256).keys.size(), KeySet::MaximumCandidates);
}

QTEST_APPLESS_MAIN(KeySetTest)
#include "tst_keyset.moc"
