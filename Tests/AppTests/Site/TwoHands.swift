import Core
import HTTPTypes
import Storage

@testable import App

/// What several tests of pages do.
extension Browser {
    /// A clerk enters an action and an approver of the same organisation approves it.
    /// - Returns: the answer to the approval, or to the entering where that was refused.
    func enterAndApprove(
        _ organisation: String, _ path: String, _ fields: [String: String]
    ) async throws -> Reply {
        try await signIn("\(organisation).clerk")
        let form = try await get(path)
        var fields = fields
        fields["step"] = "enter"
        fields["once"] = form.hidden("once")
        fields["version"] = form.hidden("version")
        let entered = try await post(path, fields)
        guard entered.status == 303 else { return entered }
        try await signIn("\(organisation).approver")
        let list = try await get("/proposals").text
        let number = list.firstMatch(of: /\/proposals\/([0-9]+)/)?.1 ?? "0"
        let page = try await get("/proposals/\(number)")
        return try await post("/proposals/\(number)/approve", ["version": page.hidden("version")])
    }

    /// The rows of a list's export, without the heading; the names of the columns are the keys.
    func rows(_ list: String, _ query: String = "") async throws -> [[String: String]] {
        let text = try await get("/\(list)/export.csv\(query)").text
        let lines = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        guard let heads = lines.first?.map({ $0.replacing("\u{FEFF}", with: "") }) else { return [] }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(heads, $0)) }
    }
}

extension TestSite {
    func read<Output: Sendable>(
        _ job: @escaping @Sendable (Connection) throws -> Output
    ) async throws -> Output {
        try await site.book.database.read(job)
    }

    func sum(_ sql: String) async throws -> Fen {
        try await read { try $0.first(SQL(composing: sql)) { Fen($0.int(0)) } ?? .zero }
    }

    /// What a machine of an organisation sends to be let in, to look only.
    func token(of organisation: String) throws -> HTTPFields {
        let token = try site.book.writeSynchronously(as: Actor("test"), "token.add") { writing in
            let own = try OrganisationStore.find(code: organisation, writing.connection)!
            return try TokenStore.add(
                name: "machine.\(organisation)", displayName: "", of: own, roles: [.viewer],
                permissions: [.readBook, .readLedger], days: 1, by: 1, writing)
        }
        return [.authorization: "Bearer \(token)"]
    }

    func institution(_ code: String) async throws -> Institution {
        try await read { try InstitutionStore.find(code: code, $0) }!
    }
}
