import Core
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Storage
import TestSupport

@testable import App

/// The site over a small book in which everything has happened once, with people of every kind and role.
final class TestSite: Sendable {
    let rich: RichBook
    let site: Site
    static let password = "correct horse battery"
    /// The day on which the site stands: after all that happened in the book.
    static let today = RichBook.start + 400
    static let now: Int64 = 1_700_000_500_000

    /// - Parameter sample: parties `GUARANTOR`… of the sample book; a second set of foreign ones is beside
    /// them.
    init(_ engine: TestEngine) throws {
        rich = try RichBook.filled(engine)
        var settings = Site.Settings()
        settings.passwordCost = .test
        settings.today = TestSite.today
        site = Site(book: rich.book, settings: settings, now: { TestSite.now })
        try addPeople()
    }

    /// Everyone is called `KIND.ROLE`, those of foreign organisations `foreign.KIND.ROLE`.
    private func addPeople() throws {
        let hash = try PasswordHash(new: TestSite.password, name: "x.y", cost: .test)
        let agreement = rich.sample.agreement
        try rich.write { writing in
            var organisations: [(String, Organisation)] = []
            for party in Party.allCases {
                guard let id = agreement.institution(party) else { continue }
                let own = try InstitutionStore.load(id, writing.connection)
                organisations.append(
                    (party.kind.rawValue, try OrganisationStore.findOrAdd(code: own.code, writing)))
                let foreign = try InstitutionStore.register(
                    code: "X-\(party.kind.rawValue)", name: "外地\(party.name.zh)", kind: party.kind,
                    level: .city, division: "450200", writing)
                organisations.append(
                    (
                        "foreign.\(party.kind.rawValue)",
                        try OrganisationStore.findOrAdd(code: foreign.code, writing)
                    ))
            }
            for (prefix, number) in [("", "G1"), ("foreign.", "G4")] {
                let sql = SQL(
                    """
                    SELECT e.credit_code FROM enterprise e JOIN guarantee g ON g.enterprise_id = e.id
                    WHERE g.number = ?
                    """, [.text(number)])
                let code = try writing.connection.first(sql) { $0.text(0) } ?? ""
                organisations.append(
                    ("\(prefix)enterprise", try OrganisationStore.findOrAdd(code: code, writing)))
            }
            for (prefix, number) in [("", "G1"), ("foreign.", "G4")] {
                let name = "\(prefix)platform"
                organisations.append((name, try self.platform(name, hosting: number, writing)))
            }
            for kind in [OrganisationKind.supervisor, .platformOperator] {
                let organisation = try OrganisationStore.add(
                    code: kind.rawValue, name: kind.name.zh, kind: kind, writing)
                organisations.append((kind.rawValue, organisation))
            }
            for (name, organisation) in organisations {
                for role in Role.allCases where !Permission.granted(to: [role], in: organisation.kind).isEmpty
                {
                    try PersonStore.add(
                        name: "\(name).\(role.rawValue)", displayName: "", of: organisation, roles: [role],
                        password: hash, isFinal: true, writing)
                }
            }
        }
    }

    /// A support platform that hosts the firm of a guarantee.
    private func platform(
        _ name: String, hosting guarantee: String, _ writing: Writing
    ) throws -> Organisation {
        try FirmRecordStore.addPlatform(name, .incubator, division: "450100", writing)
        let source = try FactSourceStore.findOrAdd("department", .agency, writing)
        let firm = SQL("SELECT enterprise_id FROM guarantee WHERE number = ?", [.text(guarantee)])
        var records = FirmRecords()
        records.hostings = [Hosting(platform: name, from: TestSite.today + -500, until: nil)]
        try FirmRecordStore.add(
            records, to: try writing.connection.first(firm) { $0.int(0) } ?? 0, from: source, writing)
        return try OrganisationStore.add(code: name, name: name, kind: .platform, writing)
    }

    /// Runs a test against the routes, without a network.
    func run(_ test: @escaping @Sendable (Browser) async throws -> Void) async throws {
        try await site.application(host: "127.0.0.1", port: 0).test(.router) { client in
            try await test(Browser(client: client))
        }
    }
}

/// A browser without scripts: keeps cookies, sends forms with the word that the page carries.
actor Browser {
    private let client: any TestClientProtocol
    private var cookies: [String: String] = [:]
    private(set) var word = ""

    init(client: any TestClientProtocol) { self.client = client }

    struct Reply: Sendable {
        let status: Int
        let headers: HTTPFields
        let bytes: [UInt8]
        var text: String { String(decoding: bytes, as: UTF8.self) }
        var location: String { headers[.location] ?? "" }
        /// The value of the first hidden field of that name.
        func hidden(_ name: String) -> String {
            guard let start = text.range(of: "name=\"\(name)\" value=\"") else { return "" }
            return String(text[start.upperBound...].prefix { $0 != "\"" })
        }
    }

    /// Begins anew and signs in.
    func signIn(_ name: String, password: String = TestSite.password) async throws {
        cookies = [:]
        _ = try await post("/sign-in", ["name": name, "password": password])
        word = try await get("/account").hidden("form_word")
    }

    func signOut() { cookies = [:] }

    func get(_ path: String, headers: HTTPFields = [:]) async throws -> Reply {
        try await send(.get, path, headers: headers, body: nil)
    }

    /// Sends a form, with the word of the session unless it is given.
    func post(
        _ path: String, _ fields: [String: String] = [:], headers: HTTPFields = [.origin: "http://localhost"]
    ) async throws -> Reply {
        var fields = fields
        if fields["form_word"] == nil { fields["form_word"] = word }
        let text = fields.map { PercentText.encode($0.key) + "=" + PercentText.encode($0.value) }
            .joined(separator: "&")
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        return try await send(.post, path, headers: headers, body: ByteBuffer(string: text))
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields, body: ByteBuffer?
    ) async throws -> Reply {
        var headers = headers
        if !cookies.isEmpty, headers[.authorization] == nil {
            headers[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        }
        let reply = try await client.execute(uri: path, method: method, headers: headers, body: body) {
            Reply(
                status: $0.status.code, headers: $0.headers, bytes: Array($0.body.readableBytesView))
        }
        for field in reply.headers[values: .setCookie] {
            let pair = field.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
            cookies[String(pair[0])] = pair.count > 1 ? String(pair[1]) : nil
        }
        return reply
    }

    func cookie(_ name: String) -> String? { cookies[name] }
    func setCookie(_ name: String, _ value: String) { cookies[name] = value }
}
