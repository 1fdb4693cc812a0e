// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/history/summary.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace relais::test {

namespace {

constexpr std::size_t shown = 20; // of each; the first ones tell what is wrong

QString toString(const QByteArray &bytes)
{
    return QString::fromUtf8(bytes);
}

std::map<QByteArray, qint64> countKinds(const std::vector<Violation> &violations)
{
    std::map<QByteArray, qint64> kinds;
    for (const Violation &violation : violations)
        ++kinds[violation.kindName()];
    return kinds;
}

QJsonObject toObject(const std::map<QByteArray, qint64> &counts)
{
    QJsonObject object;
    for (const auto &[name, count] : counts)
        object[toString(name)] = count;
    return object;
}

} // namespace

void Summary::count(const HistoryRecord &record)
{
    for (const Publication &publication : record.publications) {
        published += !publication.attempts.empty();
        attempts += static_cast<qint64>(publication.attempts.size());
        for (const PublishAttempt &attempt : publication.attempts) {
            acknowledged += attempt.outcome == PublishAttempt::Outcome::Acknowledged;
            duplicates += attempt.isDuplicate;
        }
    }
    for (const ReaderHistory &reader : record.readers) {
        for (const ReaderEvent &event : reader.events)
            resets += event.kind == ReaderEvent::Kind::Reset;
    }
}

QByteArray Summary::toText() const
{
    QByteArray text;
    const auto line = [&text](const QByteArray &words) {
        text += words + '\n';
    };
    const auto figure = [&line](const char *name, qint64 number) {
        line(QByteArray(name).leftJustified(14) + QByteArray::number(number));
    };
    line(QByteArray("seed").leftJustified(14) + QByteArray::number(seed));
    figure("published", published);
    figure("acknowledged", acknowledged);
    figure("attempts", attempts);
    figure("duplicates", duplicates);
    figure("delivered", delivered);
    figure("resets", resets);
    figure("reconnects", reconnects);
    figure("restarts", restarts);
    for (const auto &[code, number] : refusals)
        line(QByteArray("refused").leftJustified(14) + QByteArray::number(number) + ' ' + code);
    for (const FaultCount &fault : faults)
        line(QByteArray("fault").leftJustified(14) + fault.name + ", " + QByteArray::number(fault.times)
             + " times, took effect " + QByteArray::number(fault.effects) + " times");
    for (const auto &[name, why] : skipped)
        line(QByteArray("skipped").leftJustified(14) + name + ": " + why);
    for (const auto &[kind, number] : countKinds(violations))
        line(QByteArray("VIOLATED").leftJustified(14) + kind + ", " + QByteArray::number(number) + " times");
    for (std::size_t i = 0; i < std::min(shown, violations.size()); ++i)
        line("  " + violations[i].kindName() + ": " + violations[i].sentence);
    for (std::size_t i = 0; i < std::min(shown, problems.size()); ++i)
        line("PROBLEM " + problems[i]);
    line(isSkipped      ? "skipped: nothing of what was asked for can be had here"
             : isGood() ? "no promise was broken"
                        : "FAILED; --seed " + QByteArray::number(seed) + " draws the same again");
    return text;
}

QByteArray Summary::toJson() const
{
    QJsonArray faultList;
    for (const FaultCount &fault : faults)
        faultList += QJsonObject{
            {u"name"_s, toString(fault.name)}, {u"times"_s, fault.times}, {u"effects"_s, fault.effects}};
    QJsonArray skippedList;
    for (const auto &[name, why] : skipped)
        skippedList += QJsonObject{{u"name"_s, toString(name)}, {u"why"_s, toString(why)}};
    QJsonArray violationList;
    for (std::size_t i = 0; i < std::min(shown, violations.size()); ++i) {
        const Violation &violation = violations[i];
        violationList += QJsonObject{{u"kind"_s, toString(violation.kindName())},
                                     {u"reader"_s, toString(violation.reader)},
                                     {u"message"_s, toString(violation.message.toByteArray())},
                                     {u"sentence"_s, toString(violation.sentence)}};
    }
    QJsonArray problemList;
    for (std::size_t i = 0; i < std::min(shown, problems.size()); ++i)
        problemList += toString(problems[i]);
    const QJsonObject object{{u"seed"_s, QString::number(seed)}, // a number of JSON would be rounded
                             {u"published"_s, published},
                             {u"acknowledged"_s, acknowledged},
                             {u"attempts"_s, attempts},
                             {u"duplicates"_s, duplicates},
                             {u"delivered"_s, delivered},
                             {u"resets"_s, resets},
                             {u"reconnects"_s, reconnects},
                             {u"restarts"_s, restarts},
                             {u"refusals"_s, toObject(refusals)},
                             {u"faults"_s, faultList},
                             {u"skipped"_s, skippedList},
                             {u"violated"_s, toObject(countKinds(violations))},
                             {u"violations"_s, violationList},
                             {u"problems"_s, problemList},
                             {u"good"_s, isGood()}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

} // namespace relais::test
