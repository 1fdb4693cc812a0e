// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What ThreadSanitizer must and must not report about a functor that Qt runs on another thread. With "racy",
// the functor and main() write the same number unguarded: it must be reported, or the suppressions hide more
// than Qt's own hand-over. With "guarded", they take a mutex: it must not be.

#include <QCoreApplication>
#include <QThread>

#include <atomic>
#include <mutex>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const bool guarded = argc > 1 && QByteArrayView(argv[1]) == "guarded";
    std::mutex mutex;
    int number = 0;
    const auto increment = [&] {
        std::unique_lock lock(mutex, std::defer_lock);
        if (guarded)
            lock.lock();
        ++number;
    };

    QThread thread;
    QObject receiver;
    receiver.moveToThread(&thread);
    // Relaxed: orders the writes in time, so that each run is the same, but makes no happens-before of its
    // own.
    std::atomic<bool> written = false;
    thread.start();
    QMetaObject::invokeMethod(
        &receiver,
        [&] {
            increment();
            written.store(true, std::memory_order_relaxed);
        },
        Qt::QueuedConnection);
    while (!written.load(std::memory_order_relaxed))
        QThread::yieldCurrentThread();
    increment();

    thread.quit();
    thread.wait();
    return number == 2 ? 0 : 1;
}
