import Core
import Foundation
import HTTPTypes

/// One line of JSON for each request: what was asked of which route and what became of it. No names, numbers,
/// queries or bodies: nothing that says whose business it was.
struct RequestLog: Sendable {
    let id: String
    let method: HTTPRequest.Method
    /// The route's pattern, never the address itself; nil where no route answers.
    let route: String?
    let status: Int
    let microseconds: Int64
    /// The kind of an error that is our fault.
    let fault: String?
    /// Milliseconds since 1970-01-01 UTC.
    let at: Int64

    var line: String {
        let thousandths = microseconds % 1_000
        let fraction = String(repeating: "0", count: 3 - String(thousandths).count) + String(thousandths)
        let head = JSON.members([
            "time": .string(RequestLog.time(at)), "level": .string(status >= 500 ? "error" : "info"),
            "request_id": .string(id), "method": .string(RequestLog.known(method)),
            "route": route.map(JSON.string) ?? .null, "status": .number(Int64(status)),
            "fault": fault.map(JSON.string),
        ])
        return String(decoding: head.bytes.dropLast(), as: UTF8.self)
            + ",\"ms\":\(microseconds / 1_000).\(fraction)}"
    }

    /// `2017-07-19T01:02:03.456Z`.
    static func time(_ milliseconds: Int64) -> String {
        let milliseconds = max(milliseconds, 0)
        let day = Day(number: Int32(clamping: milliseconds / 86_400_000))
        let rest = milliseconds % 86_400_000
        func padded(_ number: Int64, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(width - text.count, 0)) + text
        }
        let time = [rest / 3_600_000, rest / 60_000 % 60, rest / 1_000 % 60].map { padded($0, 2) }
        return "\(day)T\(time.joined(separator: ":")).\(padded(rest % 1_000, 3))Z"
    }

    /// A client may call its method anything; only the usual ones are told.
    static func known(_ method: HTTPRequest.Method) -> String {
        let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]
        return known.contains(method) ? method.rawValue : "OTHER"
    }
}

/// The word by which a request is found again in the logs of all that had to do with it.
enum RequestID {
    static let header = HTTPField.Name("X-Request-Id")

    /// What the proxy gave if it is a plain word, else a new one.
    static func of(_ headers: HTTPFields) -> String {
        if let header, let given = headers[header], IdempotencyKey.isSound(given) { return given }
        return String(UInt64.random(in: .min ... .max), radix: 36)
            + String(UInt64.random(in: .min ... .max), radix: 36)
    }
}

/// The kind of an error, without what it says.
enum Fault {
    static func name(of error: any Error) -> String {
        let mirror = Mirror(reflecting: error)
        let type = String(describing: mirror.subjectType)
        guard mirror.displayStyle == .enum else { return type }
        // A case without a payload says nothing but its name.
        return "\(type).\(mirror.children.first?.label ?? "\(error)")"
    }
}
