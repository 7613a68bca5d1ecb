import Core
import Foundation
import Storage
import TestSupport
import Testing

@testable import App

/// The ledger in the browser agrees with the ledger in the book.
@Suite struct LedgerSiteTests {
    @Test(arguments: TestEngine.allCases) func theTrialBalanceIsThatOfTheDay(engine: TestEngine) async throws
    {
        let test = try TestSite(engine)
        let day = RichBook.start + 4
        let whole = try await TrialBalance.read(test.site.book, on: day)
        try await test.run { browser in
            try await browser.signIn("supervisor.viewer")
            let page = try await browser.get("/trial-balance?on=\(day)")
            #expect(whole.debits == whole.credits)
            let total = "<td class=\"number\">\(whole.debits.grouped)</td>"
            #expect(page.text.components(separatedBy: total).count - 1 >= 2)

            try await browser.signIn("bank.viewer")
            let own = try await browser.get("/trial-balance?on=\(day)").text
            for line in whole.lines where !line.balance.isZero {
                let isThere = own.contains("/accounts/\(line.account.number)\"")
                #expect(isThere == (line.code == "bank"))
                if isThere { #expect(own.contains(line.balance.magnitude.grouped)) }
            }
            // An institution in the address is not for them to choose.
            #expect(
                try await browser.get("/trial-balance?on=\(day)&institution=guarantor").text.contains(
                    "/accounts/\(1 * 16)") == false)
            #expect(try await browser.get("/trial-balance?on=2017-02-30").status == 422)
        }
    }

    @Test(arguments: TestEngine.allCases) func statementsAgreePageByPage(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let bank = try await test.institution("bank")
        let (from, until) = (RichBook.start + 1, RichBook.start + 6)
        try await test.run { browser in
            let sums = try await test.read {
                try AccountStatement.summaries(bank.id, from: from, to: until, $0)
            }
            try await browser.signIn("bank.viewer")
            let backwards = try await browser.get(
                "/accounts/\(sums[0].account.number)?from=\(until)&until=\(from)")
            #expect(backwards.status == 422)
            for sum in sums {
                let page = try await browser.get(
                    "/accounts/\(sum.account.number)?from=\(from)&until=\(until)"
                ).text
                #expect(page.contains(sum.opening.magnitude.grouped))
                #expect(page.contains(sum.closing.magnitude.grouped))
                var lines: [AccountStatement.Line] = []
                try await test.read { connection in
                    try AccountStatement.part(
                        of: sum.account, from: from, until: until, after: nil, connection
                    ).lines
                }.forEach { lines.append($0) }
                let plain = try await test.read { connection in
                    var plain: [AccountStatement.Line] = []
                    try AccountStatement.forEachLine(of: sum, from: from, to: until, connection) {
                        plain.append($0)
                    }
                    return plain
                }
                #expect(lines == plain)
                // What follows any line begins with the balance there.
                for (place, line) in plain.enumerated() {
                    let rest = try await test.read { connection in
                        try AccountStatement.part(
                            of: sum.account, from: from, until: until,
                            after: .init(day: line.day, entry: line.entry), connection
                        ).lines
                    }
                    #expect(rest == Array(plain[(place + 1)...]))
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases) func anEntryTellsWhereItCameFrom(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let (wrong, reversal) = try await test.read { connection in
            try connection.first("SELECT reverses, id FROM entry WHERE reverses IS NOT NULL") {
                ($0.int(0), $0.int(1))
            }!
        }
        let hash = try await test.read { connection in
            try connection.first(SQL("SELECT hash FROM audit WHERE id = ?", [.int(wrong)])) { $0.bytes(0) }!
        }
        try await test.run { browser in
            try await browser.signIn("guarantor.viewer")
            let page = try await browser.get("/entries/\(wrong)")
            #expect(page.status == 200)
            for part in [
                "/guarantees/G3", "/entries/\(reversal)", "because", "test", Hexadecimal.text(hash),
                "300,000.00",
            ] {
                #expect(page.text.contains(part), "\(part)")
            }
            #expect(try await browser.get("/entries/\(reversal)").text.contains("/entries/\(wrong)"))
            #expect(try await browser.get("/entries/999999").status == 404)
            #expect(try await browser.get("/entries/x").status == 404)
            #expect(try await browser.get("/ledger").text.contains("/accounts/"))
            // A fund's money is nobody else's business.
            let funding = try await test.sum("SELECT id FROM entry WHERE kind = 'fund_appropriated'")
            #expect(try await browser.get("/entries/\(funding.fen)").status == 404)
            try await browser.signIn("treasury.viewer")
            #expect(try await browser.get("/entries/\(funding.fen)").status == 200)
        }
    }
}
