import Core
import TestSupport
import Testing

@testable import App

/// What stands in a row of a list leads to its record, and is what the record says.
@Suite struct ListLinkTests {
    @Test(arguments: TestEngine.allCases) func everyListLeadsToItsRecords(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try await test.run { browser in
            try await browser.signIn("supervisor.viewer")
            for list in [
                "guarantees", "claims", "agreements", "institutions", "accounts", "entries", "audit",
            ] {
                let page = try await browser.get("/\(list)").text
                let links = page.matches(of: /<td[^>]*><a href="([^"]+)"/).map { String($0.1) }
                #expect(!links.isEmpty, "\(list)")
                for link in Set(links).sorted().prefix(8) {
                    let status = try await browser.get(link.replacing("&amp;", with: "&")).status
                    #expect(status == 200, "\(list): \(link)")
                }
            }
        }
    }

    /// G1 was extended: its list, its page and what is filtered by say the same day.
    @Test(arguments: TestEngine.allCases) func anExtensionMovesTheEnd(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let end = RichBook.start + 700
        try await test.run { browser in
            try await browser.signIn("supervisor.viewer")
            let rows = try await browser.rows("guarantees")
            #expect(rows.first { $0["guarantee_no"] == "G1" }?["ends_on"] == "\(end)")
            let found = try await browser.rows("guarantees", "?ends_from=\(end)&ends_until=\(end)")
            #expect(found.map { $0["guarantee_no"] } == ["G1"])
            let sorted = try await browser.rows("guarantees", "?sort=ends_on").compactMap { $0["ends_on"] }
            #expect(sorted == sorted.sorted() && sorted.last == "\(end)")
        }
    }

    @Test(arguments: TestEngine.allCases) func noCharacterStandsForAnother(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try await test.run { browser in
            try await browser.signIn("supervisor.viewer")
            for list in ["enterprises", "guarantees", "institutions", "agreements"] {
                for text in ["%25", "_", "%5C", "!", "%25%25", "__"] {
                    let rows = try await browser.rows(list, "?q=\(text)")
                    #expect(rows.isEmpty, "\(list) \(text)")
                }
            }
        }
    }
}
