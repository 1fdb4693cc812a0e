// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/client/outbox.h"

#include "common/protocol/decimal.h"

#include <algorithm>

namespace relais::client {

std::size_t Outbox::Item::bytes() const
{
    return key.size() + request.type.size() + request.payload.size()
        + (request.userId ? request.userId->toString().size() : 0);
}

Outbox::Outbox(Bounds bounds)
    : m_bounds(bounds)
{
}

Result<SendHandle> Outbox::add(SendRequest request, std::string key)
{
    Item item{SendHandle(m_lastHandle + 1), std::move(key), std::move(request)};
    if (m_items.size() >= m_bounds.messages) {
        return Error{ErrorCode::Overloaded,
                     "the outbox is full: " + std::to_string(m_bounds.messages) + " messages wait to be sent",
                     {}};
    }
    if (item.bytes() > m_bounds.bytes - std::min(m_bytes, m_bounds.bytes)) {
        return Error{ErrorCode::Overloaded,
                     "the outbox is full: it holds at most " + std::to_string(m_bounds.bytes) + " bytes",
                     {}};
    }
    m_bytes += item.bytes();
    m_lastHandle = static_cast<unsigned long long>(item.handle);
    m_items.push_back(std::move(item));
    return m_items.back().handle;
}

const Outbox::Item *Outbox::next() const
{
    const auto found = std::ranges::find(m_items, false, &Item::isUnderWay);
    return found == m_items.end() ? nullptr : &*found;
}

const Outbox::Item *Outbox::take(MonotonicTime now)
{
    const auto found = std::ranges::find(m_items, false, &Item::isUnderWay);
    if (found == m_items.end())
        return nullptr;
    found->isUnderWay = true;
    found->firstTaken = found->firstTaken.value_or(now);
    ++m_underWay;
    return &*found;
}

void Outbox::postpone(SendHandle handle)
{
    const auto found = find(handle);
    if (found == m_items.end())
        return;
    markWaiting(*found);
    if (!found->isUncertain)
        found->firstTaken.reset();
}

void Outbox::putBack(SendHandle handle)
{
    if (const auto found = find(handle); found != m_items.end())
        markUncertain(*found);
}

void Outbox::putAllBack(bool forSize)
{
    for (auto &item : m_items) {
        item.isSuspect = item.isSuspect || (item.isUnderWay && forSize);
        markUncertain(item);
    }
}

bool Outbox::remove(SendHandle handle)
{
    const auto found = find(handle);
    if (found == m_items.end())
        return false;
    markWaiting(*found);
    m_bytes -= found->bytes();
    m_items.erase(found);
    return true;
}

std::vector<SendHandle> Outbox::removeUncertain(MonotonicTime now)
{
    std::vector<SendHandle> uncertain;
    for (const auto &item : m_items) {
        if (!item.isUnderWay && item.isUncertain && now - *item.firstTaken >= m_bounds.keyLifetime)
            uncertain.push_back(item.handle);
    }
    for (const auto handle : uncertain)
        remove(handle);
    return uncertain;
}

std::string Outbox::toRef(SendHandle handle)
{
    return std::to_string(static_cast<unsigned long long>(handle));
}

std::optional<SendHandle> Outbox::fromRef(std::string_view ref)
{
    const auto number = parseSafeInteger(ref);
    return number ? std::optional(SendHandle(*number)) : std::nullopt;
}

Outbox::Items::iterator Outbox::find(SendHandle handle)
{
    // In ascending order, as they were added.
    const auto found = std::ranges::lower_bound(m_items, handle, {}, &Item::handle);
    return found != m_items.end() && found->handle == handle ? found : m_items.end();
}

void Outbox::markWaiting(Item &item)
{
    m_underWay -= item.isUnderWay;
    item.isUnderWay = false;
}

void Outbox::markUncertain(Item &item)
{
    item.isUncertain = item.isUncertain || item.isUnderWay;
    markWaiting(item);
}

} // namespace relais::client
