// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <ctime>
#include <string>
#include <thread>
#include <vector>

#include <QObject>

#include "bench/report.h"

namespace relais::bench {

/// How long the thread of the window keeps whoever uses it waiting. Another thread posts an event every two
/// milliseconds and looks how long it takes until that is handled: on the wall's clock, and on the CPU clock of the
/// window's thread, which stands still while another process has the core. The latter is what the program does
/// itself.
///
/// Lives in the window's thread, which it watches from its construction to its end.
class UiWatch final : public QObject {
public:
    using Nanoseconds = std::chrono::nanoseconds;

    /// What a person takes for at once.
    static constexpr Nanoseconds limit = std::chrono::milliseconds(50);

    UiWatch();
    ~UiWatch() override;

    /// What the dashboard is put to from now on; a name that was there before goes on.
    void beginStep(const std::string &name);
    void endStep();
    /// What the thread did in one go, and in whose name.
    void onHandled(Nanoseconds cpu, const QObject *receiver, int eventType);

    Nanoseconds cpuTime() const; ///< of the window's thread
    void addTo(Report &report) const;

private:
    struct Step {
        std::string name;
        std::vector<Nanoseconds> wall; ///< how long each event waited
        std::vector<Nanoseconds> cpu; ///< what the thread worked in this time
        Nanoseconds longest{}; ///< event
        std::string longestOf;
        Nanoseconds used{}; ///< CPU in the whole step
        std::chrono::steady_clock::duration lasted{};
        std::size_t resident = 0; ///< bytes of the process at its end
    };

    bool event(QEvent *event) override;
    void post(const std::stop_token &stop);
    static Report reportOf(const Step &step);

    clockid_t m_clock{};
    std::vector<Step> m_steps;
    std::size_t m_step = 0; ///< the present one
    bool m_isInStep = false;
    Nanoseconds m_cpuBefore{};
    std::chrono::steady_clock::time_point m_begun;
    std::atomic<bool> m_isUnderWay = false; ///< an event of ours
    std::jthread m_poster; ///< the last: it uses the others
};

} // namespace relais::bench
