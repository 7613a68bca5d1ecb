import Core
import HTTPTypes
import TestSupport
import Testing

@testable import App

/// What can't be read of a list's address is told, and never answered with everything.
@Suite struct ListFaultTests {
    /// A value that no filter of the kind can read; nil where a search reads everything.
    private static func unreadable(_ filter: RecordList.Filter) -> String? {
        switch filter.kind {
        case .search: nil
        case .choice: "bogus"
        case .policy: "No Policy"
        case .day: "9999-99-99"
        case .money: "abc"
        }
    }

    /// Addresses of a list that say nothing that it could keep, with the field that is to blame.
    private static func faults(of list: RecordList) -> [(query: String, field: String, given: String)] {
        var faults = list.filters.compactMap { filter in
            unreadable(filter).map { ("?\(filter.name)=" + PercentText.encode($0), filter.name, $0) }
        }
        faults += [
            ("?sort=zzz", "sort", "zzz"), ("?after=zzz", "after", "zzz"), ("?before=zzz", "before", "zzz"),
            ("?no_such=1", "no_such", "no_such"), ("?sort=-", "sort", "-"),
        ]
        return faults.map { (query: $0.0, field: $0.1, given: $0.2) }
    }

    /// People one of whom may read any list, with a token of each.
    private static func readers(_ test: TestSite) throws -> [(name: String, token: HTTPFields)] {
        let people: [(String, Role)] = [
            ("supervisor.viewer", .viewer), ("guarantor.clerk", .clerk),
            ("operator.administrator", .administrator),
        ]
        return try people.map { name, role in
            (name, [.authorization: "Bearer \(try test.token(of: name, [role]))"])
        }
    }

    /// Signs someone in who may read a list, and gives back their token.
    private static func reader(
        of list: RecordList, _ readers: [(name: String, token: HTTPFields)], _ browser: Browser
    ) async throws -> HTTPFields? {
        for reader in readers {
            try await browser.signIn(reader.name)
            if try await browser.get("/\(list.name)").status == 200 { return reader.token }
        }
        return nil
    }

    @Test(arguments: TestEngine.allCases) func whatCannotBeReadIsToldByEveryList(
        engine: TestEngine
    ) async throws {
        let test = try TestSite(engine)
        let readers = try Self.readers(test)
        try await test.run { browser in
            for list in ListRoutes.lists {
                let token = try #require(try await Self.reader(of: list, readers, browser), "\(list.name)")
                for (query, field, given) in Self.faults(of: list) {
                    let place = "/\(list.name)\(query)"
                    for address in [
                        place, "/\(list.name)/export.csv\(query)", "/\(list.name)/export.xlsx\(query)",
                    ] {
                        let page = try await browser.get(address)
                        #expect(page.status == 422, "\(address)")
                        #expect(!page.text.contains("<td"), "\(address) has rows")
                        #expect(page.headers[.contentDisposition] == nil, "\(address)")
                        #expect(page.text.contains("class=\"problem\""), "\(address)")
                        #expect(page.text.contains(given), "\(address)")
                        guard list.filters.contains(where: { $0.name == field }) else { continue }
                        #expect(page.text.contains("href=\"#filter-\(field)\""), "\(address)")
                        #expect(page.text.contains("id=\"filter-\(field)-problem\""), "\(address)")
                        #expect(page.text.contains("value=\"\(given)\""), "\(address) keeps it")
                    }
                    let answer = try await browser.get("/api/v1\(place)", headers: token)
                    #expect(answer.status == 422, "\(place)")
                    #expect(answer.text.contains("\"field\":\"\(field)\""), "\(answer.text)")
                }
            }
        }
    }

    @Test func theSentencesSayHowToMendIt() async throws {
        let test = try TestSite(.sqlite)
        try await test.run { browser in
            try await browser.signIn("guarantor.viewer")
            let address = "/entries?kind=bogus&from=9999-99-99&amount_from=abc&until=2015-01-02&sort=zzz"
            let chinese = try await browser.get(address).text
            for words in [
                "“事项”不能是“bogus”；可用的值：disbursed、", "“日期从”不能是“9999-99-99”；请写日期，例如",
                "“金额不低于”不能是“abc”；请写金额（元）", "“sort”不能是“zzz”；可按 on", "value=\"2015-01-02\"",
            ] { #expect(chinese.contains(words), "\(words)") }
            await browser.setCookie("cassia_language", "en")
            let english = try await browser.get(address).text
            for words in ["bogus", "; choose one of disbursed, ", "; write a day such as 2017-07-19."] {
                #expect(english.contains(words), "\(words)")
            }
        }
    }

    @Test func anEmptyValueIsNoFilter() async throws {
        let test = try TestSite(.sqlite)
        try await test.run { browser in
            try await browser.signIn("guarantor.viewer")
            let all = Self.body(try await browser.get("/guarantees"))
            let empty = try await browser.get("/guarantees?q=&state=&ends_from=&principal_from=+")
            #expect(empty.status == 200)
            #expect(Self.body(empty) == all)
            let rows = try await browser.rows("guarantees")
            #expect(!rows.isEmpty)
            #expect(try await browser.rows("guarantees", "?state=&ends_from=&sort=&after=") == rows)
            let (list, token) = ("/api/v1/guarantees", try test.token(of: "guarantor"))
            let machine = try await browser.get(
                list + "?state=&ends_from=&principal_from=&sort=", headers: token)
            #expect(machine.status == 200)
            #expect(machine.text == (try await browser.get(list, headers: token)).text)
            #expect(try await browser.get(list + "?limit=", headers: token).status == 422)
            #expect(try await browser.get("/guarantees?state=closed&state=claimed").status == 422)
            #expect(try await browser.get("/guarantees?after=1&before=9").status == 422)
        }
    }

    private static func body(_ page: Browser.Reply) -> Substring {
        page.text.firstMatch(of: /<tbody>(?s).*<\/tbody>/)?.0 ?? ""
    }

    /// The export of a list begins at its first row, whichever page it was asked from.
    @Test func exportsKeepFiltersAndOrderOnly() async throws {
        let test = try TestSite(.sqlite)
        try await test.run { browser in
            try await browser.signIn("guarantor.viewer")
            let page = try await browser.get("/guarantees?limit=1&sort=principal&state=closed&done=entered")
            #expect(page.text.contains("/guarantees/export.csv?sort=principal&amp;state=closed\""))
        }
    }
}
