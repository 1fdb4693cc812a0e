# SPDX-FileCopyrightText: 2026 The Relais authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures, one function each: what is run against what, and what the project holds itself to."""

from dataclasses import dataclass
from statistics import median

from runner.cores import place
from runner.processes import Access


@dataclass(frozen=True)
class Scale:
    """How much is measured. The smoke run goes through the same code with little."""

    rounds: int
    fanout_deliveries: int
    fanout_clients: int
    fanout_crowd: int
    idle_clients: int
    wakeup_few: int
    wakeup_many: int
    wakeup_messages: int
    poll_requests: int
    send_messages: int
    journal_messages: int
    latency_messages: int
    storm_clients: int
    attack_messages: int
    watched_messages: int
    watched_clients: int
    watched_rest: int
    dashboard_seconds: int
    dashboard_rounds: int


FULL = Scale(
    rounds=5,
    fanout_deliveries=1_000_000,
    fanout_clients=1000,
    fanout_crowd=10_000,
    idle_clients=10_000,
    wakeup_few=10,
    wakeup_many=9000,
    wakeup_messages=5000,
    poll_requests=200_000,
    send_messages=50_000,
    journal_messages=50_000,
    latency_messages=500,
    storm_clients=5000,
    attack_messages=300,
    watched_messages=40,
    watched_clients=1000,
    watched_rest=5,
    dashboard_seconds=60,
    dashboard_rounds=3,
)

SMOKE = Scale(
    rounds=1,
    fanout_deliveries=1000,
    fanout_clients=20,
    fanout_crowd=50,
    idle_clients=50,
    wakeup_few=2,
    wakeup_many=20,
    wakeup_messages=20,
    poll_requests=300,
    send_messages=100,
    journal_messages=200,
    latency_messages=5,
    storm_clients=50,
    attack_messages=5,
    watched_messages=20,
    watched_clients=20,
    watched_rest=1,
    dashboard_seconds=8,
    dashboard_rounds=1,
)


@dataclass(frozen=True)
class Row:
    """One line of the table. `met` is None where the figure is only told."""

    figure: str
    relais: str
    baseline: str = ""
    ratio: str = ""
    target: str = ""
    met: object = None


def ratio_row(figure, ours, theirs, limit=None, unit="µs"):
    """`ours` and `theirs` are the figures of all rounds; the ratio is that of their medians."""
    ratio = median(ours) / median(theirs)
    target, met = ("", None) if limit is None else (f"≤ {limit:.2f}", ratio <= limit)
    return Row(figure, f"{median(ours):.2f} {unit}", f"{median(theirs):.2f} {unit}", f"{ratio:.2f}", target, met)


def limit_row(figure, values, limit, unit, digits=2):
    value = median(values)
    return Row(figure, f"{value:.{digits}f} {unit}", target=f"≤ {limit:g} {unit}", met=value <= limit)


def fanout_to_floor(bench, scale):
    """Fan-out from one I/O thread against the bare loop over send(), and against one that gathers as Relais does."""
    placement = place(1)
    subjects = {
        "relais": bench.programs.relais(threads=1),
        "floor": bench.programs.floor(),
        "gathering floor": bench.programs.floor(coalesces=True),
    }
    rows = []
    for window in (1, 4, 16):
        costs = {subject: [] for subject in subjects}
        for _ in range(scale.rounds):
            for subject, command in subjects.items():
                result = fan_out(bench, subject, command, placement, scale, scale.fanout_clients, window)
                costs[subject].append(result["cpuPerDeliveryUs"])
        what = f"CPU a delivery, {scale.fanout_clients} WebSockets, {window} in flight; against the floor"
        rows.append(ratio_row(what, costs["relais"], costs["floor"], 1.15))
        if window > 1:
            rows.append(ratio_row("the same; against a floor that gathers", costs["relais"], costs["gathering floor"]))
    return rows


def fanout_to_a_crowd(bench, scale):
    placement = place(1)
    command = bench.programs.relais(threads=1)
    costs = {scale.fanout_clients: [], scale.fanout_crowd: []}
    for _ in range(scale.rounds):
        for clients, values in costs.items():
            result = fan_out(bench, "relais", command, placement, scale, clients, 1)
            values.append(result["cpuPerDeliveryUs"])
    what = f"CPU a delivery, {scale.fanout_crowd} WebSockets; against {scale.fanout_clients}"
    return [ratio_row(what, costs[scale.fanout_crowd], costs[scale.fanout_clients], 1.3)]


def fanout_on_two_threads(bench, scale):
    """Both numbers of threads on the same cores, so that the number is all that differs."""
    placement = place(2)
    costs = {1: [], 2: []}
    shares = []
    for _ in range(scale.rounds):
        for threads, values in costs.items():
            command = bench.programs.relais(threads)
            result = fan_out(bench, f"relais, {threads} threads", command, placement, scale, scale.fanout_clients, 1)
            values.append(result["cpuPerDeliveryUs"])
            if threads == 2:
                shares.append(larger_share(result["threads"]))
    return [
        limit_row("two I/O threads: CPU share of the busier one", [100 * share for share in shares], 65, "%", 0),
        ratio_row("CPU a delivery, two I/O threads; against one", costs[2], costs[1], 1.1),
    ]


def fan_out(bench, subject, command, placement, scale, clients, window, scheme="http"):
    messages = max(scale.fanout_deliveries // clients, 20)
    return bench.run(
        subject, command, placement, "fanout", scheme, clients=clients, window=window, bytes=128, messages=messages
    )


def larger_share(threads):
    """Of the two busiest threads, which with two I/O threads are those: deliveries are nearly all that they do."""
    busiest = sorted((thread["cpuMs"] for thread in threads), reverse=True)[:2]
    return busiest[0] / sum(busiest)


def idle_memory(bench, scale):
    values = []
    for _ in range(min(scale.rounds, 3)):
        result = bench.run(
            "relais", bench.programs.relais(threads=1), place(1), "idle", clients=scale.idle_clients, warmup=500
        )
        values.append(result["residentBytesPerClient"] / 1024)
    return [limit_row("resident memory of an idle WebSocket", values, 2.5, "KiB")]


def wakeup(bench, scale):
    costs = {scale.wakeup_many: [], scale.wakeup_few: []}
    for _ in range(scale.rounds):
        for idle, values in costs.items():
            result = bench.run(
                "relais",
                bench.programs.relais(threads=1),
                place(1),
                "wakeup",
                idle=idle,
                messages=scale.wakeup_messages,
            )
            values.append(result["cpuPerWakeupUs"])
    what = f"CPU a wake-up among {scale.wakeup_many} idle WebSockets; against {scale.wakeup_few}"
    return [ratio_row(what, costs[scale.wakeup_many], costs[scale.wakeup_few], 1.5)]


def poll(bench, scale):
    subjects = {"relais": bench.programs.relais(threads=1), "bare QHttpServer": bench.programs.bare_qhttpserver()}
    costs = {subject: [] for subject in subjects}
    rates = {subject: [] for subject in subjects}
    answers = {}
    for _ in range(scale.rounds):
        for subject, command in subjects.items():
            result = bench.run(subject, command, place(1), "poll", connections=32, requests=scale.poll_requests)
            costs[subject].append(result["cpuPerRequestUs"])
            rates[subject].append(result["perSecond"])
            answers[subject] = f"{result['answerHeadBytes']} + {result['answerBodyBytes']} bytes"
    ours, theirs = subjects
    return [
        ratio_row("CPU a poll that finds nothing; against a bare QHttpServer", costs[ours], costs[theirs], 1.0),
        Row("polls a second", f"{median(rates[ours]):.0f}", f"{median(rates[theirs]):.0f}"),
        Row("head and body of the answer", answers[ours], answers[theirs]),
    ]


def latency(bench, scale):
    medians = {"WebSocket": [], "waiting long-poll": []}
    for _ in range(scale.rounds):
        result = bench.run(
            "relais", bench.programs.relais(threads=1), place(1), "latency", messages=scale.latency_messages
        )
        medians["WebSocket"].append(result["webSocketP50Us"] / 1000)
        medians["waiting long-poll"].append(result["longPollP50Us"] / 1000)
    return [
        limit_row(f"median from send to receipt, {transport}", values, 5, "ms", 3)
        for transport, values in medians.items()
    ]


def send(bench, scale):
    results = [
        bench.run("relais", bench.programs.relais(threads=1), place(1), "send", messages=scale.send_messages)
        for _ in range(scale.rounds)
    ]

    def of(name):
        return median(result[name] for result in results)

    return [
        Row("messages a second over HTTP, 16 senders", f"{of('perSecond'):.0f}"),
        Row("CPU a message sent", f"{of('cpuPerMessageUs'):.2f} µs"),
        Row("acknowledged after, median and p99", f"{of('latencyP50Us'):.0f} µs, {of('latencyP99Us'):.0f} µs"),
    ]


JOURNALS = {
    "none": ("--journal", "none"),
    "normal": ("--journal", "sqlite", "--sync", "normal"),
    "full": ("--journal", "sqlite", "--sync", "full"),
}


def journal(bench, scale):
    """What it costs that nothing acknowledged is lost. Many senders share a sync; one alone pays for all of it."""
    rows = []
    for senders, targets in ((64, {"normal": 1 / 2, "full": 1 / 3}), (1, {})):
        results = {kind: [] for kind in JOURNALS}
        for _ in range(scale.rounds):
            for kind, arguments in JOURNALS.items():
                command = bench.programs.relais(threads=1, journal=arguments)
                options = {"connections": senders, "messages": scale.journal_messages * senders // 64 + senders}
                results[kind].append(bench.run(f"relais, journal {kind}", command, place(1), "send", **options))
        rows += journal_rows(senders, results, targets)
    return rows


def journal_rows(senders, results, targets):
    def of(kind, name):
        return median(result[name] for result in results[kind])

    rows = []
    for kind in ("normal", "full"):
        share = of(kind, "perSecond") / of("none", "perSecond")
        target = targets.get(kind)
        rows.append(
            Row(
                f"durable messages a second, journal {kind}, senders: {senders}; against journal none",
                f"{of(kind, 'perSecond'):.0f}",
                f"{of('none', 'perSecond'):.0f}",
                f"{share:.2f}",
                f"≥ {target:.2f}" if target else "",
                share >= target if target else None,
            )
        )
    for kind in JOURNALS:
        latency_text = f"{of(kind, 'latencyP50Us'):.0f} µs, {of(kind, 'latencyP99Us'):.0f} µs"
        cost = f"{of(kind, 'cpuPerMessageUs'):.2f} µs of CPU"
        rows.append(Row(f"journal {kind}, senders: {senders}: acknowledged after, median and p99", latency_text, cost))
    return rows


def storm(bench, scale):
    results = [
        bench.run("relais", bench.programs.relais(threads=1), place(1), "storm", clients=scale.storm_clients)
        for _ in range(min(scale.rounds, 3))
    ]
    rows = []
    for index, what in enumerate(("connect", "resume with 10 messages missed")):
        steps = [result["steps"][index] for result in results]
        wall = median(step["wallMs"] for step in steps)
        cost = median(step[f"cpuPer{step['step']}Us"] for step in steps)
        figure = f"{scale.storm_clients} clients at once {what}"
        rows.append(Row(figure, f"{wall:.0f} ms, {cost:.1f} µs of CPU each"))
    return rows


def tls(bench, scale):
    """What TLS adds: to a delivery, to an idle client, and to the clients that connect all at once."""
    placement = place(1)
    rows = []
    with bench.certificate() as certificate:
        plain = bench.programs.relais(threads=1)
        secure = bench.programs.secure_relais(1, certificate)
        subjects = {"relais, TLS": (secure, "https"), "relais": (plain, "http")}
        for window in (1, 16):
            costs = {subject: [] for subject in subjects}
            for _ in range(scale.rounds):
                for subject, (command, scheme) in subjects.items():
                    result = fan_out(bench, subject, command, placement, scale, scale.fanout_clients, window, scheme)
                    costs[subject].append(result["cpuPerDeliveryUs"])
            what = f"CPU a delivery over TLS, {scale.fanout_clients} WebSockets, {window} in flight; against plain text"
            rows.append(ratio_row(what, *costs.values()))
        idle = {subject: [] for subject in subjects}
        connect = {subject: [] for subject in subjects}
        for _ in range(min(scale.rounds, 3)):
            for subject, (command, scheme) in subjects.items():
                result = bench.run(subject, command, placement, "idle", scheme, clients=scale.idle_clients, warmup=500)
                idle[subject].append(result["residentBytesPerClient"] / 1024)
                result = bench.run(subject, command, placement, "storm", scheme, clients=scale.storm_clients)
                step = result["steps"][0]
                connect[subject].append(step[f"cpuPer{step['step']}Us"])
        what = "resident memory of an idle WebSocket over TLS; against plain text"
        rows.append(ratio_row(what, *idle.values(), unit="KiB"))
        what = f"CPU a client of {scale.storm_clients} that connect at once over TLS; against plain text"
        rows.append(ratio_row(what, *connect.values()))
    return rows


FLOODS = {
    "slow-heads": "3000 heads that come by the byte",
    "slow-bodies": "3000 bodies that come by the byte",
    "fragments": "20 000 fragments of a byte a second",
    "pings": "250 000 pings a second",
    "messages": "20 000 messages a second, over the limit",
    "never-readers": "90 clients that never read, of a busy feed",
    "bad-tokens": "4000 bad ES256 tokens a second",
    "pipelines": "20 000 pipelined requests a second that cost nothing",
    "connections": "4000 connections a second",
    "tls-handshakes": "400 TLS handshakes a second",
}


def attack(bench, scale):
    """What an honest client notices of a flood from other addresses, each of which is held to its limits. One I/O
    thread serves both; the attackers share the generator's core with the honest client, so their rate is bounded."""
    rows = []
    with bench.certificate() as folder:
        access = Access(folder)
        options = {
            "token": access.token("honest", "user", "publisher"),
            "attacker_token": access.token("attacker", "user"),
            "messages": scale.attack_messages,
            "warmup": scale.attack_messages,  # more than a second, in which attackers use up what they may
        }
        for kind, what in FLOODS.items():
            is_secure = kind == "tls-handshakes"
            command = bench.programs.guarded_relais(1, access, is_secure)
            scheme = "https" if is_secure else "http"
            rounds = range(min(scale.rounds, 3))
            results = [bench.run("relais", command, place(1), "attack", scheme, kind=kind, **options) for _ in rounds]
            rows += attack_rows(what, results)
    return rows


def attack_rows(what, results):
    """Median and p99 each; the target is that of the median without an attack."""

    def of(name, unit):
        return median(result[name] / unit for result in results)

    rows = []
    for transport, name in (("WebSocket", "WebSocket"), ("waiting long-poll", "LongPoll")):
        attacked, quiet = (
            [of(f"{when}{name}{quantile}Us", 1000) for quantile in ("P50", "P99")] for when in ("attacked", "quiet")
        )
        ratios = ", ".join(f"{with_it / without:.2f}" for with_it, without in zip(attacked, quiet, strict=True))
        told = [", ".join(f"{value:.2f}" for value in values) + " ms" for values in (attacked, quiet)]
        figure = f"{what}: from send to receipt, {transport}, median and p99; against none"
        rows.append(Row(figure, *told, ratios, "median ≤ 5 ms", attacked[0] <= 5))
    grown = of("residentAttackedBytes", 2**20) - of("residentQuietBytes", 2**20)
    busy = [f"{of(f'{when}ServerCpuShare', 0.01):.0f} % of a core" for when in ("attacked", "quiet")]
    rows.append(Row(f"{what}: CPU of the server, growth of its memory", f"{busy[0]}, {grown:.1f} MiB", busy[1]))
    return rows


def watched(bench, scale):
    """What a dashboard costs the fan-out, by the page that it shows. On the same connections, in turn: what it costs is
    less than what differs between two runs."""
    rows = []
    at_rest = []
    for page, what in (("overview", "figures"), ("live", "figures and the tap"), ("clients", "figures and clients")):
        for window in (1, 16):
            # As many seconds each time: what is gathered costs a tenth.
            messages = scale.watched_messages * (10 if window > 1 else 1)
            # A single ratio is uncertain by several percent, on a quiet machine too: many short ones tell more.
            rounds = 12 * scale.rounds
            options = {"page": page, "window": window, "messages": messages, "rounds": rounds, "rest": scale.watched_rest}
            command = bench.programs.relais(threads=1)
            result = bench.run("relais", command, place(1), "watched", clients=scale.watched_clients, **options)
            figure = f"CPU a delivery, {window} in flight, with a dashboard on {page} ({what}); against none"
            costs = [f"{result[name]:.3f} µs" for name in ("watchedCpuPerDeliveryUs", "cpuPerDeliveryUs")]
            rows.append(Row(figure, *costs, f"{result['cpuRatio']:.3f}", "≤ 1.02", result["cpuRatio"] <= 1.02))
        costs = [f"{result[name]:.2f} ms" for name in ("watchedRestCpuMsPerSecond", "restCpuMsPerSecond")]
        at_rest.append(Row(f"CPU a second at rest, with a dashboard on {page}; against none", *costs))
    return rows + at_rest


def dashboard(bench, scale):
    """The dashboard itself, where it is built: how long its window keeps one waiting under a flood."""
    if not bench.programs.has_dashboard():
        return [Row("the dashboard under a flood", "left out: not built")]
    result = bench.run_dashboard(seconds=scale.dashboard_seconds, rounds=scale.dashboard_rounds)
    flood = f"{result['messagesPerSecond']} messages a second, {result['clients']} clients"
    worst = max(result["steps"], key=lambda step: step["longestCpuMs"])
    memory = [sample["residentMiB"] for sample in result["memory"]]
    longest = result["longestCpuMs"]
    wall = f"{result['p99WallMs']:.1f} ms, {result['longestWallMs']:.1f} ms"
    return [
        Row(f"{flood}: longest that the window works without a pause", f"{longest:.1f} ms", target="≤ 50 ms",
            met=longest <= 50),
        Row("while the dashboard shows", worst["step"]),
        Row("from an event to its turn, by the clock, p99 and longest", wall),
        Row("CPU of the window for 1000 messages", f"{result['cpuPer1000MessagesUs'] / 1000:.1f} ms"),
        Row("resident memory at the start and after each round", ", ".join(f"{value:.0f}" for value in memory) + " MiB",
            target="≤ 256 MiB", met=max(memory) <= 256),
        Row("Stop: until nothing comes any more", f"{result['stoppedAfterMs']:.1f} ms", target="≤ 50 ms",
            met=result["stoppedAfterMs"] <= 50),
    ]


FIGURES = {
    "fanout": fanout_to_floor,
    "crowd": fanout_to_a_crowd,
    "threads": fanout_on_two_threads,
    "idle": idle_memory,
    "wakeup": wakeup,
    "poll": poll,
    "latency": latency,
    "send": send,
    "journal": journal,
    "storm": storm,
    "tls": tls,
    "attack": attack,
    "watched": watched,
    "dashboard": dashboard,
}
