// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/clientdirectory.h"

namespace relais::server {

std::unique_ptr<ClientDirectory::Membership> ClientDirectory::enter(ThreadClients &clients, Mailbox &mailbox,
                                                                    std::shared_ptr<PassRequest> passRequest)
{
    const std::lock_guard locked(m_lock);
    const Thread thread{++m_lastThread};
    m_members.emplace(thread, Member{&clients, &mailbox, std::move(passRequest)});
    return std::make_unique<Membership>(*this, thread);
}

std::size_t ClientDirectory::askAll(const Question &question)
{
    const std::lock_guard locked(m_lock);
    for (const auto &[thread, member] : m_members) {
        member.mailbox->post([question, clients = member.clients] { question(*clients); });
        member.passRequest->request();
    }
    return m_members.size();
}

void ClientDirectory::post(Thread thread, Mailbox::Task task)
{
    const std::lock_guard locked(m_lock);
    const auto found = m_members.find(thread);
    if (found == m_members.end())
        return;
    found->second.mailbox->post(std::move(task));
    found->second.passRequest->request();
}

void ClientDirectory::leave(Thread thread)
{
    const std::lock_guard locked(m_lock);
    m_members.erase(thread);
}

} // namespace relais::server
