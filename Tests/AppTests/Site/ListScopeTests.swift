import Core
import Storage
import TestSupport
import Testing

@testable import App

/// Lists that are narrowed before they are read show what they would show anyway, whoever asks for what.
@Suite struct ListScopeTests {
    @Test(arguments: TestEngine.allCases) func narrowingChangesNothing(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try await test.site.book.database.read { connection in
            let name = try #require(try connection.first("SELECT name FROM enterprise") { $0.text(0) })
            let part = String(name.dropFirst().prefix(3))
            var queries = ["", "state=in_force", "state=released", "q=G", "q=G1", "q=\(part)", "q=\(part)x"]
            queries += ["q=\(name.prefix(1))", "q=公司", "q=9145", "sort=principal", "sort=-ends_on"]
            queries += ["ends_from=2016-01-01", "ends_until=2030-01-01&sort=principal", "principal_from=1"]
            queries += [
                "state=in_force&q=\(part)", "state=released&sort=-guarantee_no", "q=\(part)&sort=ends_on",
            ]
            queries += [
                "ends_from=\(RichBook.start + 365)&ends_until=\(RichBook.start + 365)",
                "ends_from=\(RichBook.start + 366)&ends_until=\(RichBook.start + 800)&state=released",
                "ends_until=\(RichBook.start + 699)&sort=-ends_on",
            ]
            var found = 0
            for visitor in try visitors(connection) {
                for query in queries {
                    let rows = try walk(GuaranteeRecords.list, query, visitor, connection)
                    var plain = GuaranteeRecords.list
                    plain.narrow = nil
                    #expect(
                        try rows == walk(plain, query, visitor, connection),
                        "\(visitor.organisation.kind) \(query)")
                    found += rows.count
                }
            }
            #expect(found > 100)
        }
    }

    /// The days on which guarantees end are looked up, and not every guarantee looked at.
    @Test func endsAreFoundByTheirIndices() async throws {
        let test = try TestSite(.sqlite)
        let query = Query().setting("ends_from", "2017-01-01").setting("ends_until", "2017-02-01")
        let asked = ListQuery(GuaranteeRecords.list, query, today: TestSite.today)
        let keys = try #require(GuaranteeScope.ending(asked))
        let plan = try await test.site.book.database.read { connection in
            try connection.all(SQL("EXPLAIN QUERY PLAN ") + keys) { $0.text(3) }.joined(separator: "; ")
        }
        for index in ["guarantee_ends_on", "guarantee_extended"] {
            #expect(plan.contains("COVERING INDEX \(index)"), "\(plan)")
        }
        #expect(!plan.contains("SCAN"), "\(plan)")
    }

    /// All rows, two at a time, forwards; then the first page again by the way back.
    private func walk(
        _ list: RecordList, _ text: String, _ visitor: Visitor, _ connection: Connection
    ) throws -> [String] {
        var query = Query().setting("limit", "2")
        for pair in text.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1)
            query = query.setting(String(halves[0]), String(halves[1]))
        }
        var all: [String] = []
        var after: String?
        var last: ListRows<String>?
        repeat {
            let page = try rows(list, query.setting("after", after), visitor, connection)
            if let last, let previous = page.previous {
                #expect(
                    try rows(list, query.setting("before", previous), visitor, connection).rows == last.rows)
            }
            all += page.rows
            after = page.next
            last = page
        } while after != nil
        return all
    }

    private func rows(
        _ list: RecordList, _ query: Query, _ visitor: Visitor, _ connection: Connection
    ) throws -> ListRows<String> {
        try ListRows(ListQuery(list, query, today: TestSite.today), for: visitor, connection) { $0.text(0) }
    }

    private func visitors(_ connection: Connection) throws -> [Visitor] {
        let organisations = try PersonStore.all(connection).map(\.organisation)
        return Dictionary(grouping: organisations, by: \.id).values.compactMap(\.first).map {
            Visitor(
                person: 1, name: "x", displayName: "x", organisation: $0, roles: [.viewer],
                permissions: Permission.granted(to: [.viewer], in: $0.kind), session: nil, formWord: "",
                mustChangePassword: false)
        }
    }

    /// The pairs of a firm that was there before the index are those that it would be given now.
    @Test(arguments: TestEngine.allCases) func pairsOfOlderBooksAreTheSame(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let fill = try #require(Migration005Searching.migration.engineStatements[rawEngine(engine)]?.first)
        try test.rich.write { writing in
            try EnterpriseStore.register(
                CreditCode("91450100MA5KCQ115U"), name: "ABc 桂林市有限责任公司", writing)
            let kept = try pairs(writing.connection)
            try writing.connection.run("DELETE FROM enterprise_pair")
            try writing.connection.run(SQL(composing: fill))
            #expect(try pairs(writing.connection) == kept)
            #expect(kept.count > 20)
        }
    }

    private func rawEngine(_ engine: TestEngine) -> Engine { engine == .sqlite ? .sqlite : .postgresql }

    private func pairs(_ connection: Connection) throws -> [[Int64]] {
        try connection.all("SELECT pair, enterprise_id FROM enterprise_pair ORDER BY pair, enterprise_id") {
            [$0.int(0), $0.int(1)]
        }
    }
}
