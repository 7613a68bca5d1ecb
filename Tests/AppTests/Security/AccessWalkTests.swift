import Core
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Storage
import TestSupport
import Testing

@testable import App

/// Every address for every role of every organisation, on one's own records and on others'.
@Suite struct AccessWalkTests {
    @Test func everyRouteForEveryRole() async throws {
        let test = try TestSite(.sqlite)
        let walk = try Walk(test)
        try await test.run { browser in
            for visitor in walk.visitors { try await walk.pages(of: visitor, browser) }
            for visitor in walk.visitors { try await walk.calls(of: visitor, browser) }
            try await walk.stranger(browser)
        }
    }
}

/// What the walk needs: people, a record, a proposal, and what each may see.
private struct Walk: Sendable {
    let test: TestSite
    let visitors: [Visitor]
    let proposal: Int64
    /// A record of the audit log that all who may read it see.
    let record: Int64
    let firm: String
    /// The credit code of the firm.
    let firmCode: String
    let guarantor: String

    struct Visitor: Sendable {
        let name: String
        let organisation: Organisation
        let role: Role
        let token: String

        var isForeign: Bool { name.hasPrefix("foreign.") }
        var kind: OrganisationKind { organisation.kind }
        var permissions: Set<Permission> { Permission.granted(to: [role], in: kind) }
        /// Whether guarantee G1 concerns the visitor.
        var seesGuarantee: Bool {
            permissions.contains(.readBook)
                && (kind == .supervisor || !isForeign && kind != .platform)
        }
        /// Whether the guarantor's proposals and people are the visitor's.
        var isOfGuarantor: Bool { kind == .guarantor && !isForeign }
    }

    init(_ test: TestSite) throws {
        self.test = test
        // A name that stands nowhere else.
        for table in ["institution", "organisation"] {
            _ = try test.rich.tamper("UPDATE \(table) SET name = '桂林独有担保' WHERE name = 'guarantor'")
        }
        let people = try test.rich.book.database.readSynchronously { try PersonStore.all($0) }
        visitors = try people.map { person in
            let role = try #require(person.roles.first)
            return Visitor(
                name: person.name, organisation: person.organisation, role: role,
                token: try test.token(of: person.name, [role]))
        }
        let hash = try PasswordHash(new: TestSite.password, name: "x.y", cost: .test)
        let seen = try test.rich.book.writeSynchronously(as: Actor("test"), "person.add") { writing in
            guard let clerk = try PersonStore.find(name: "guarantor.clerk", writing.connection) else {
                throw NotFound.person("guarantor.clerk")
            }
            try PersonStore.add(
                name: "victim", displayName: "", of: clerk.organisation, roles: [.viewer], password: hash,
                writing)
            let visitor = App.Visitor(
                person: clerk.id, name: clerk.name, displayName: "", organisation: clerk.organisation,
                roles: clerk.roles,
                permissions: Permission.granted(to: clerk.roles, in: clerk.organisation.kind), session: nil,
                formWord: "", mustChangePassword: false)
            let action = try GuaranteeActions.source.load(
                "G1", "refund_fee", visitor, TestSite.today, writing.connection)
            let inputs = Inputs(texts: ["on": TestSite.today.description, "amount": "1"])
            let stored = try ProposalStore.enter(
                action, on: "guarantees/G1", inputs, version: action.version, once: "12345678", by: visitor,
                writing)
            let seen = try GuaranteeSight.load(number: "G1", visitor, writing.connection)
            return (stored.proposal.id.number, seen.enterpriseName, clerk.organisation.name)
        }
        (proposal, firm, guarantor) = seen
        record = try test.rich.one("SELECT MIN(id) FROM audit WHERE action = 'person.add'")
        let code: SQL = """
            SELECT e.credit_code FROM enterprise e JOIN guarantee g ON g.enterprise_id = e.id
            WHERE g.number = 'G1'
            """
        firmCode = try test.rich.book.database.readSynchronously { try $0.first(code) { $0.text(0) } ?? "" }
    }

    // MARK: Pages

    func pages(of visitor: Visitor, _ browser: Browser) async throws {
        try await browser.signIn(visitor.name)
        for route in Site.routes
        where !route.path.hasPrefix("/api/") && route.path != "/sign-out" && route.path != "/metrics" {
            let path = address(of: route)
            let reply = route.method == .get ? try await browser.get(path) : try await browser.post(path)
            check(reply, route, path, visitor)
        }
    }

    func calls(of visitor: Visitor, _ browser: Browser) async throws {
        for route in Site.routes where route.path.hasPrefix("/api/v1/") {
            let path = address(of: route)
            let body = route.method == .post ? "{}" : nil
            let reply = try await browser.call(route.method, path, visitor.token, body)
            check(reply, route, path, visitor)
        }
        let metrics = try await browser.call(.get, "/metrics", visitor.token)
        #expect(metrics.status == (visitor.permissions.contains(.readHealth) ? 200 : 403), "\(visitor.name)")
    }

    /// Without signing in nothing is there but what is for everyone.
    func stranger(_ browser: Browser) async throws {
        await browser.signOut()
        for route in Site.routes where route.access != .everyone {
            let path = address(of: route)
            if route.method == .get {
                let reply = try await browser.get(path)
                #expect(reply.status == (route.path.hasPrefix("/api/") ? 401 : 303), "\(path)")
            } else {
                let reply = try await browser.post(path)
                #expect(reply.status == 401, "POST \(path): \(reply.status)")
            }
        }
    }

    /// The address of a record that is the guarantor's.
    private func address(of route: Route) -> String {
        let parts = route.path.split(separator: "/").map { part -> Substring in
            switch part {
            case ":key": "G1"
            case ":policy": "hnte"
            case ":code" where route.path.contains("/policies/") || route.path.contains("/research"):
                Substring(firmCode)
            case ":action": "pay_fee"
            case ":name": route.path.contains("/people/") ? "victim" : "none"
            case ":id" where route.path.contains("/proposals/"): "\(proposal)"
            case ":id" where route.path.contains("/audit/"): "\(record)"
            case let part where part.hasPrefix(":"): "999999"
            default: part
            }
        }
        return "/" + parts.joined(separator: "/")
    }

    private func check(_ reply: Browser.Reply, _ route: Route, _ path: String, _ visitor: Visitor) {
        let what = "\(route.method) \(path) as \(visitor.name): \(reply.status)"
        #expect(reply.status < 500, "\(what)")
        if !isAdmitted(route, visitor) {
            #expect(reply.status == 403, "\(what)")
        } else if !concerns(route, visitor) {
            #expect([403, 404].contains(reply.status), "\(what)")
        } else if ownTests.contains(where: path.replacing("/api/v1", with: "").hasPrefix) {
            #expect([200, 303, 403, 404, 412, 422, 428, 400].contains(reply.status), "\(what)")
        } else if route.method == .get, !oddities.contains(route.path) {
            let isOtherDoer = route.path.hasSuffix("/do/:action") && visitor.kind != .guarantor
            #expect(reply.status == (isOtherDoer ? 403 : 200), "\(what)")
        }
        guard visitor.kind != .supervisor, !(visitor.isOfParty) else { return }
        let hosts = visitor.kind == .platform && !visitor.isForeign
        if visitor.kind != .platformOperator, !hosts { #expect(!reply.text.contains(firm), "\(what)") }
        #expect(!reply.text.contains("\"G2\"") && !reply.text.contains(">G2<"), "\(what)")
        let isPublic = path.replacing("/api/v1", with: "").hasPrefix("/institutions")
        if visitor.kind != .platformOperator, visitor.kind != .enterprise, !isPublic {
            #expect(!reply.text.contains(guarantor), "\(what)")
        }
    }

    /// Their records have other keys than a guarantee's, or need a query: who sees which of them is in the
    /// tests of each page; here nothing may fail, and nothing leak.
    private let ownTests = [
        "/agreements", "/institutions", "/accounts", "/entries", "/funds", "/figures", "/reports", "/limits",
        "/settlements", "/application", "/guarantees/G1/documents/", "/notices/", "/enterprises",
        "/policy-drafts/", "/entitlements/", "/platforms/", "/hosted",
    ]

    /// Those that answer otherwise without a query or with a name that is made up.
    private let oddities: Set<String> = ["/assets/:name", "/language", "/sign-in"]

    private func isAdmitted(_ route: Route, _ visitor: Visitor) -> Bool {
        switch route.access {
        case .everyone, .signedIn: true
        case .anyOf(let permissions): !visitor.permissions.isDisjoint(with: permissions)
        }
    }

    private func concerns(_ route: Route, _ visitor: Visitor) -> Bool {
        if route.path.contains("/guarantees/:key") { return visitor.seesGuarantee }
        if route.path.contains("/proposals/:id") { return visitor.isOfGuarantor }
        if route.path.contains("/people/:name") {
            return visitor.isOfGuarantor || visitor.permissions.contains(.keepPlatform)
        }
        return true
    }
}

extension Walk.Visitor {
    /// Whether it takes part in what the sample's agreement covers.
    fileprivate var isOfParty: Bool { !isForeign && kind.takesPart }
}
