// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/history/scene.h"

namespace relais::test {

namespace {

constexpr std::size_t maximumSurprises = 1000; // a server gone mad must not eat the memory

} // namespace

void Scene::addSurprise(const QByteArray &sentence)
{
    const std::lock_guard locked(m_lock);
    if (m_surprises.size() < maximumSurprises)
        m_surprises.push_back(sentence);
}

void Scene::addRefusal(const QByteArray &code)
{
    const std::lock_guard locked(m_lock);
    ++m_refusals[code];
}

std::vector<QByteArray> Scene::surprises() const
{
    const std::lock_guard locked(m_lock);
    return m_surprises;
}

std::map<QByteArray, qint64> Scene::refusals() const
{
    const std::lock_guard locked(m_lock);
    return m_refusals;
}

} // namespace relais::test
