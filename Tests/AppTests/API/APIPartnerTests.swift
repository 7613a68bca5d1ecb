import HTTPTypes
import Testing

@testable import App

/// What the site can do the API can do too: each address of the site beside its partner, or why it has none.
@Suite struct APIPartnerTests {
    private enum Partner {
        /// Such as `GET /api/v1/funds`.
        case api(String)
        case reason(String)
    }

    @Test func everyAddressHasAPartnerOrAReason() {
        let known = Set(Site.routes.map { "\($0.method) \($0.path)" })
        for route in Site.routes where !route.path.hasPrefix("/api/") {
            let name = "\(route.method) \(route.path)"
            switch Self.partner(of: name, route.path) {
            case .api(let partner): #expect(known.contains(partner), "\(name) → \(partner)")
            case .reason(let reason): #expect(reason.count > 10, "\(name)")
            case nil: Issue.record("\(name) has no partner in the API and no reason for that")
            }
        }
        for name in Self.table.keys { #expect(known.contains(name), "\(name) is no address of the site") }
    }

    private static func partner(of name: String, _ path: String) -> Partner? {
        if let named = table[name] { return named }
        if path.contains("/export.") { return .reason("the same rows come from the API's list or record") }
        if path.hasPrefix("/enterprises/template") || path.hasPrefix("/enterprises/research-") {
            return .reason("an empty table to fill in by hand")
        }
        if path.hasSuffix("/do/:action") {
            return .api("GET /api/v1\(path.dropLast("/do/:action".count))/actions")
        }
        // Most have the same address behind /api/v1.
        let twin = name.replacing(" /", with: " /api/v1/")
        return Site.routes.contains { "\($0.method) \($0.path)" == twin } ? .api(twin) : nil
    }

    private static let person = "for people's own accounts: a machine has no password, code or session"
    private static let texts =
        "texts of policies are compared, written and decided on by people who read them"
    private static let tables = "whole tables, with the rejected rows to be mended; commands import them too"
    private static let form = "a page with a form; the API is sent the fields at once"

    private static let table: [String: Partner] = [
        // What carries the pages.
        "GET /": .reason("a summary of lists that the API has each by itself"),
        "GET /assets/:name": .reason("style sheet and script of the pages"),
        "GET /language": .reason("the API answers in both languages at once"),
        "GET /healthz": .reason("for the proxy, without a token"),
        "GET /readyz": .reason("for the proxy, without a token"),
        "GET /metrics": .reason("for Prometheus, with a token of its own"),
        "GET /sign-in": .reason(person), "POST /sign-in": .reason(person), "POST /sign-out": .reason(person),
        "GET /account": .api("GET /api/v1/me"), "POST /account/password": .reason(person),
        "POST /account/sessions/:id/end": .reason(person), "GET /account/code": .reason(person),
        "POST /account/code/on": .reason(person), "POST /account/code/off": .reason(person),
        // Money.
        "GET /ledger": .reason("a front page that leads to accounts, entries and the trial balance"),
        "GET /limits": .api("GET /api/v1/limits/:key"),
        "POST /settlements/tick": .api("POST /api/v1/settlements/:key/tick"),
        // Reports.
        "GET /reports/entry": .api("GET /api/v1/reports/entries"),
        "POST /reports/entry": .api("POST /api/v1/reports/entries"),
        // Applications and documents.
        "GET /applications/new": .api("GET /api/v1/application-offers"),
        "POST /applications": .api("POST /api/v1/application-drafts"),
        "GET /applications/:id": .api("GET /api/v1/applications/:key"),
        "POST /applications/:id": .api("POST /api/v1/applications/:key/save"),
        "POST /applications/:id/save": .api("POST /api/v1/applications/:key/save"),
        "GET /applications/:id/check": .api("POST /api/v1/applications"),
        "POST /applications/:id/submit": .api("POST /api/v1/applications/:key/submit"),
        "POST /applications/:id/discard": .api("POST /api/v1/applications/:key/withdraw"),
        "GET /guarantees/:key/documents/new": .reason(form),
        "POST /notices/read": .api("POST /api/v1/notices/:key/read"),
        "POST /notices/:id/read": .api("POST /api/v1/notices/:key/read"),
        // Administration.
        "GET /add-person": .reason(form), "POST /add-person": .api("POST /api/v1/people"),
        "POST /people/:name/code": .api("POST /api/v1/people/:name/code-off"),
        "GET /add-organisation": .reason(form),
        "POST /add-organisation": .api("POST /api/v1/organisations"),
        // Firms.
        "GET /enterprises/import": .reason(form),
        "POST /enterprises/import": .reason(tables),
        "POST /enterprises/:code/research/projects": .reason(tables),
        "POST /enterprises/:code/research/vouchers": .reason(tables),
        "POST /enterprises/:code/research/tables": .reason(tables),
        "GET /enterprises/:code/enter/:table": .reason(form),
        "POST /enterprises/:code/enter/:table": .api("POST /api/v1/enterprises/:code/rights"),
        "GET /enterprises/:code/research/enter": .reason(form),
        "GET /enterprises/:code/research/report.xlsx": .api("GET /api/v1/enterprises/:code/research"),
        "POST /enterprises/:code/policies/:policy": .reason(
            "an officer keeps a decision with the explanation before the eyes; the API has the explanation"),
        "GET /hosted": .api("GET /api/v1/platforms/:platform"),
        // Policies.
        "GET /policies/:policy/what-if": .reason(texts), "GET /policies/:policy/drafts/new": .reason(texts),
        "POST /policies/:policy/drafts": .reason(texts), "GET /policy-drafts": .reason(texts),
        "GET /policy-drafts/:id": .reason(texts), "GET /policy-drafts/:id/effect": .reason(texts),
        "POST /policy-drafts/:id/revise": .reason(texts), "POST /policy-drafts/:id/approve": .reason(texts),
        "POST /policy-drafts/:id/reject": .reason(texts), "POST /policy-drafts/:id/withdraw": .reason(texts),
        "POST /policy-drafts/:id/take-back": .reason(texts),
    ]
}
