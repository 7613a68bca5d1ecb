import Core
import HTTPTypes
import Storage
import Synchronization

/// What the site has answered since it began, for a program that watches it (Prometheus text).
final class SiteMetrics: Sendable {
    /// Upper ends of the classes of duration, in seconds and as they are written.
    private static let bounds: [(microseconds: Int64, text: String)] = [
        (5_000, "0.005"), (10_000, "0.01"), (25_000, "0.025"), (50_000, "0.05"), (100_000, "0.1"),
        (250_000, "0.25"), (500_000, "0.5"), (1_000_000, "1"), (2_500_000, "2.5"), (10_000_000, "10"),
    ]

    private struct Key: Hashable {
        let route: String
        let method: String
        let status: Int
    }

    private struct Durations {
        var counts = [Int64](repeating: 0, count: SiteMetrics.bounds.count)
        var count: Int64 = 0
        var microseconds: Int64 = 0
    }

    private struct State {
        var requests: [Key: Int64] = [:]
        var durations: [String: Durations] = [:]
    }

    private let state = Mutex(State())

    func count(_ request: RequestLog) {
        let route = request.route ?? "none"
        let key = Key(route: route, method: RequestLog.known(request.method), status: request.status)
        let place = SiteMetrics.bounds.firstIndex { request.microseconds <= $0.microseconds }
        state.withLock { state in
            state.requests[key, default: 0] += 1
            if let place { state.durations[route, default: Durations()].counts[place] += 1 }
            state.durations[route, default: Durations()].count += 1
            state.durations[route, default: Durations()].microseconds += request.microseconds
        }
    }

    /// Everything in the text format of Prometheus.
    func text(gauges: [(name: String, help: String, value: Int64)]) -> String {
        let (requests, durations) = state.withLock { ($0.requests, $0.durations) }
        var lines = [
            "# HELP cassia_requests_total Requests answered.", "# TYPE cassia_requests_total counter",
        ]
        lines += requests.map { key, count in
            """
            cassia_requests_total{route="\(key.route)",method="\(key.method)",status="\(key.status)"} \(count)
            """
        }.sorted()
        lines += [
            "# HELP cassia_request_seconds How long answers took.", "# TYPE cassia_request_seconds histogram",
        ]
        for (route, durations) in durations.sorted(by: { $0.key < $1.key }) {
            lines += SiteMetrics.lines(route, durations)
        }
        for gauge in gauges {
            lines += [
                "# HELP \(gauge.name) \(gauge.help)", "# TYPE \(gauge.name) gauge",
                "\(gauge.name) \(gauge.value)",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ route: String, _ durations: Durations) -> [String] {
        let name = "cassia_request_seconds"
        var sum: Int64 = 0
        var lines: [String] = []
        for (bound, count) in zip(bounds, durations.counts) {
            sum += count
            lines.append("\(name)_bucket{route=\"\(route)\",le=\"\(bound.text)\"} \(sum)")
        }
        lines.append("\(name)_bucket{route=\"\(route)\",le=\"+Inf\"} \(durations.count)")
        let micro = String(durations.microseconds % 1_000_000)
        let fraction = String(repeating: "0", count: 6 - micro.count) + micro
        lines.append("\(name)_sum{route=\"\(route)\"} \(durations.microseconds / 1_000_000).\(fraction)")
        lines.append("\(name)_count{route=\"\(route)\"} \(durations.count)")
        return lines
    }
}

/// `/metrics`: for a program on the same machine, or one with the operator's token.
enum MetricsRoutes {
    static let path = "/metrics"

    static let all: [Route] = [
        .get(path, .everyone) { ask, connection in
            guard ask.isFromThisMachine || ask.visitor?.may(.readHealth) == true else {
                throw RequestRefusal.forbidden
            }
            let waiting = try ProposalStore.countWaiting(connection)
            let text = ask.site.metrics.text(gauges: [
                (
                    "cassia_writes_waiting", "Changes that wait for the writer.",
                    Int64(ask.site.book.database.waitingWrites)
                ),
                ("cassia_proposals_waiting", "Proposals that wait for a second person.", waiting),
            ])
            return .text(text).setting(.contentType, "text/plain; version=0.0.4; charset=utf-8")
        }
    ]
}
