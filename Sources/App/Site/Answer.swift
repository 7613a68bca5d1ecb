import HTTPTypes

/// What a route answers: a status, headers and the bytes of the body.
struct Answer: Sendable {
    var status: HTTPResponse.Status = .ok
    var headers: HTTPFields = [:]
    var body: [UInt8] = []
    /// The kind of an error that is our fault, for the log.
    var fault: String?

    static func page(_ markup: HTML, status: HTTPResponse.Status = .ok) -> Answer {
        Answer(
            status: status, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: markup.bytes)
    }

    /// To be asked for with GET; only addresses of the site itself.
    static func redirect(to path: String) -> Answer {
        precondition(path.hasPrefix("/") && !path.hasPrefix("//"), "a redirect stays on the site")
        return Answer(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }

    static func json(_ value: JSON, status: HTTPResponse.Status = .ok) -> Answer {
        Answer(
            status: status,
            headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: value.bytes)
    }

    static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Answer {
        Answer(
            status: status, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: Array(text.utf8))
    }

    /// A file to be saved, never shown in the page's own right.
    static func file(_ bytes: [UInt8], name: String, type: String) -> Answer {
        Answer(
            headers: [
                .contentType: type, .cacheControl: "no-store",
                .contentDisposition: "attachment; filename*=UTF-8''\(PercentText.encode(name))",
            ], body: bytes)
    }

    func setting(_ header: HTTPField.Name, _ value: String) -> Answer {
        var copy = self
        copy.headers[header] = value
        return copy
    }

    /// Adds a cookie beside others.
    mutating func setCookie(_ text: String) {
        headers.append(HTTPField(name: .setCookie, value: text))
    }
}
