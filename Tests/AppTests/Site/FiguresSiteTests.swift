import Core
import HTTPTypes
import Storage
import TestSupport
import Testing

@testable import App

/// The figures in the browser: those of the store, led back to their records, and nobody else's.
@Suite struct FiguresSiteTests {
    @Test(arguments: TestEngine.allCases) func thePageHasTheFiguresOfTheStore(engine: TestEngine) async throws
    {
        let test = try TestSite(engine)
        let token = try test.token(like: "supervisor.viewer")
        try await test.run { browser in
            try await browser.signIn("supervisor.viewer")
            for day in [0, 3, 7, 30, 400].map({ RichBook.start + $0 }) {
                let total = try await FiguresStore.figures(asOf: day, in: test.site.book).total
                let reply = try await browser.get("/figures?as_of=\(day)")
                #expect(reply.status == 200)
                for amount in [total.outstanding, total.compensated] + total.borne {
                    #expect(reply.text.contains(">\(amount.grouped)</a>"), "\(amount) on \(day)")
                }
                #expect(reply.text.contains(ChartText.tenThousands(total.liabilityBalance)))
                #expect(reply.text.contains(ChartText.percent(total.averageFeeRate)))
                let json = try await browser.get(
                    "/api/v1/figures?as_of=\(day)", headers: token)
                let value = try #require(JSON(parsing: json.bytes)?["total"])
                #expect(value["outstanding"] == .string(total.outstanding.description))
                #expect(value["liability_balance"] == .string(total.liabilityBalance.description))
                #expect(value["average_fee_rate"] == .rate(total.averageFeeRate))
            }
            let today = try await browser.get("/figures")
            #expect(today.text.contains("value=\"\(TestSite.today)\""))
            // What the page may not have: inline style, and more than it may weigh.
            #expect(!today.text.contains("style="))
            #expect(today.bytes.count < 100_000)
        }
    }

    @Test(arguments: TestEngine.allCases) func everyLinkLeadsToRecordsWithItsSum(engine: TestEngine)
        async throws
    {
        let test = try TestSite(engine)
        try await test.run { browser in
            try await browser.signIn("supervisor.viewer")
            for day in [RichBook.start + 8, TestSite.today] {
                let page = try await browser.get("/figures?as_of=\(day)")
                let links = FiguresSiteTests.links(in: page.text)
                #expect(links.count > 60)
                for (address, text) in links where text.first?.isNumber == true {
                    let reply = try await browser.get(address)
                    #expect(reply.status == 200, "\(address)")
                    let isAmount = text.contains(".") && !text.contains("万")
                    let isCount = text.allSatisfy(\.isNumber)
                    if isAmount { #expect(reply.text.contains("<b class=\"sum\">\(text)</b>"), "\(address)") }
                    if isCount { #expect(reply.text.contains("<dt>笔数</dt><dd>\(text)</dd>"), "\(address)") }
                }
            }
        }
    }

    /// The addresses of records in a page with the text of each link.
    private static func links(in page: String) -> [(address: String, text: String)] {
        page.split(separator: "<a href=\"/figures/").dropFirst().compactMap { piece in
            let halves = piece.split(separator: "\">", maxSplits: 1)
            guard halves.count == 2, let end = halves[1].firstIndex(of: "<"),
                halves[1][end...].hasPrefix("</a>")
            else { return nil }
            let address = "/figures/" + halves[0].replacing("&amp;", with: "&")
            return (address, String(halves[1][..<end]).trimmingSpaces())
        }
    }

    @Test(arguments: TestEngine.allCases) func othersSeeNothing(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try await test.run { browser in
            let total = try await FiguresStore.figures(asOf: TestSite.today, in: test.site.book).total
            for kind in ["guarantor", "bank", "treasury", "reguarantor"] {
                try await browser.signIn("\(kind).viewer")
                let own = try await browser.get("/figures/records?figure=compensated")
                #expect(own.text.contains("<b class=\"sum\">\(total.compensated.grouped)</b>"), "\(kind)")
                #expect(own.text.contains("/guarantees/G2"))
                try await browser.signIn("foreign.\(kind).viewer")
                let page = try await browser.get("/figures")
                #expect(page.status == 200)
                #expect(!page.text.contains(total.outstanding.grouped))
                for figure in FiguresMeasure.all {
                    let reply = try await browser.get("/figures/records?figure=\(figure.word)")
                    #expect(reply.status == 200 && !reply.text.contains("/guarantees/G"), "\(figure)")
                }
                let claims = try await browser.get("/figures/claims")
                #expect(claims.status == 200 && !claims.text.contains("/guarantees/G"))
                let foreign = try await browser.get("/figures/records?figure=compensated&guarantor=guarantor")
                #expect(foreign.status == 404)
                let file = try await browser.get("/figures/records/export.csv?figure=outstanding")
                #expect(file.status == 200 && !file.text.contains("G6"))
            }
            for name in ["enterprise.viewer", "operator.administrator"] {
                try await browser.signIn(name)
                for address in ["/figures", "/figures/records?figure=outstanding", "/figures/claims"] {
                    #expect(try await browser.get(address).status == 403, "\(name) \(address)")
                }
            }
        }
    }

    @Test func wrongQuestionsAreSaid() async throws {
        let test = try TestSite(.sqlite)
        let token = try test.token(like: "supervisor.viewer")
        try await test.run { browser in
            try await browser.signIn("supervisor.viewer")
            let wrong = try await browser.get("/figures?as_of=2017-02-30")
            #expect(wrong.status == 422)
            #expect(wrong.text.contains("value=\"2017-02-30\"") && wrong.text.contains("“2017-02-30”不是"))
            for (query, code) in [
                ("figure=nothing", "figures_unknown_figure"),
                ("figure=outstanding&as_of=x", "figures_not_a_day"),
                ("figure=outstanding&city=999999", "figures_unknown_city"),
                ("figure=recovered&month=2017-13", "figures_not_a_month"),
                ("figure=outstanding&guarantor=bank", "not_found"),
            ] {
                let reply = try await browser.get(
                    "/api/v1/figures/records?\(query)", headers: token)
                #expect(reply.status == (code == "not_found" ? 404 : 422), "\(query)")
                if code != "not_found" { #expect(reply.text.contains(code), "\(query)") }
            }
            #expect(try await browser.get("/figures/claims?age=old").status == 422)
            let file = try await browser.get("/figures/records/export.xlsx?figure=outstanding")
            #expect(file.bytes.starts(with: Array("PK".utf8)))
        }
    }
}

extension TestSite {
    /// The header with a token of a machine that may do what a person may.
    func token(like name: String) throws -> HTTPFields {
        let found = try rich.book.database.readSynchronously { connection in
            try connection.first(
                SQL(
                    """
                    SELECT p.id, o.code FROM person p JOIN organisation o ON o.id = p.organisation_id
                    WHERE p.name = ?
                    """, [.text(name)])
            ) { ($0.int(0), $0.text(1)) }
        }
        guard let (person, code) = found, let role = name.split(separator: ".").last else { return [:] }
        let token = try rich.book.writeSynchronously(as: Actor("test"), "test") { writing in
            guard let organisation = try OrganisationStore.find(code: code, writing.connection),
                let role = Role(rawValue: String(role))
            else { return "" }
            return try TokenStore.add(
                name: "machine.of.\(name)", displayName: "", of: organisation, roles: [role],
                permissions: Set(Permission.allCases), days: 9, by: person, writing)
        }
        return [.authorization: "Bearer \(token)"]
    }
}
