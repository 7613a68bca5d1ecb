import Core
import HTTPTypes

/// One request as a route sees it: who asks for what, in which language, on which day.
struct Ask: Sendable {
    let method: HTTPRequest.Method
    /// The path without the query, decoded.
    let path: String
    var query: Query
    /// Whether path and query could be decoded.
    let isReadable: Bool
    /// The parts of the path that the route names.
    let parameters: [String: String]
    let headers: HTTPFields
    /// The host that the browser asked for, with its port.
    let host: String
    var body: Body
    var visitor: Visitor?
    let language: Language
    /// Where it comes from, as far as is known.
    let address: String
    /// Whether a program on this very machine asks, and no proxy for another.
    let isFromThisMachine: Bool
    /// Milliseconds since 1970-01-01 UTC.
    var now: Int64
    /// The day in the region, or the one that a demonstration stands still on.
    var today: Day
    let site: Site

    enum Body: Sendable {
        case none
        case form(Form)
        case json(JSON)
    }

    /// Whether a machine asks, which wants JSON.
    var isAPI: Bool { path.hasPrefix("/api/") }

    /// Whether it may come with a token; people come with a session.
    var takesToken: Bool { isAPI || path == MetricsRoutes.path }

    /// The form that was sent; empty when none was.
    var form: Form {
        if case .form(let form) = body { form } else { Form() }
    }

    /// Who asks, on a route for those who have signed in.
    var person: Visitor {
        guard let visitor else { preconditionFailure("the route lets in only those who have signed in") }
        return visitor
    }

    /// A named part of the path; the route has it, so it is there.
    func part(_ name: String) -> String { parameters[name] ?? "" }

    /// What was given for a name; nil for nothing. A field of a page that was left empty is nothing; a
    /// machine that sends an empty text means it.
    func given(_ name: String) -> String? {
        let text = query[name]?.trimmingSpaces()
        return text == "" && !isAPI ? nil : text
    }

    /// Runs a job as the one who asks.
    func write<Output: Sendable>(
        _ action: String, because reason: String = "", _ job: @escaping @Sendable (Writing) throws -> Output
    ) async throws -> Output {
        try await site.book.write(as: person.actor, action, because: reason, job)
    }
}

/// The fields and files of a form.
struct Form: Sendable {
    var fields = Query()
    var files: [File] = []

    struct File: Sendable {
        let field: String
        let name: String
        let bytes: [UInt8]
    }

    subscript(name: String) -> String { fields[name] ?? "" }
}
