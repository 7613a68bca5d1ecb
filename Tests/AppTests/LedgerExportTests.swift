import App
import Core
import Foundation
import Storage
import TestSupport
import Testing

/// The exports as the programs read them that they are made for.
@Suite struct LedgerExportTests {
    private static let middle = RichBook.start + 4

    @Test(arguments: TestEngine.allCases, [LedgerExport.Format.hledger, .ledger, .beancount, .csv])
    func otherProgramsPrintTheSameBalances(_ engine: TestEngine, _ format: LedgerExport.Format) async throws {
        let rich = try RichBook.filled(engine)
        try rich.addOddNames()
        for day in [nil, Self.middle] {
            let file =
                NSTemporaryDirectory()
                + "ledger-\(UUID().uuidString).\(format == .beancount ? "beancount" : "journal")"
            defer { try? FileManager.default.removeItem(atPath: file) }
            try await LedgerExport(format, to: day).write(rich.book, to: file)
            let balance = try await TrialBalance.read(rich.book, on: day)
            var expected: [String: String] = [:]
            for line in balance.lines where !line.balance.isZero {
                expected[line.exportName] = line.balance.description
            }
            #expect(expected.count > 10)
            #expect(try Self.balances(file, format) == expected, "\(format) up to \(String(describing: day))")
            #expect(balance.debits == balance.credits)
        }
    }

    @Test func strictCheckersFindNothing() async throws {
        let rich = try RichBook.filled(.sqlite)
        try rich.addOddNames()
        let file = NSTemporaryDirectory() + "ledger-\(UUID().uuidString)"
        defer {
            for end in ["journal", "beancount"] {
                try? FileManager.default.removeItem(atPath: "\(file).\(end)")
            }
        }
        try await LedgerExport(.hledger).write(rich.book, to: "\(file).journal")
        try await LedgerExport(.beancount).write(rich.book, to: "\(file).beancount")
        _ = try Self.run(["hledger", "-f", "\(file).journal", "check", "--strict"])
        _ = try Self.run(["ledger", "--args-only", "--pedantic", "-f", "\(file).journal", "balance"])
        #expect(try Self.run(["python3", "-m", "beancount.scripts.check", "\(file).beancount"]) == "")
    }

    /// Entries, tags and all: nothing of an entry is lost on the way.
    @Test func tagsNameWhatAnEntryConcerns() async throws {
        let rich = try RichBook.filled(.sqlite)
        let file = NSTemporaryDirectory() + "ledger-\(UUID().uuidString).journal"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try await LedgerExport(.hledger).write(rich.book, to: file)
        let register = try Self.run(["hledger", "-f", file, "print", "tag:reference=^G3-r$"])
        #expect(register.contains("disbursed"))
        #expect(register.contains("; guarantee: G3"))
        #expect(register.contains("; reverses: "))
        let found = try Self.run(["ledger", "--args-only", "-f", file, "print", "%reference=G3-r"])
        #expect(found.contains("disbursed"))
    }

    @Test(arguments: TestEngine.allCases)
    func aTrialBalanceKnowsWhatWasRecordedWhen(_ engine: TestEngine) async throws {
        let rich = try RichBook.filled(engine)
        let all = try await TrialBalance.read(rich.book)
        let known = try await TrialBalance.read(rich.book, recordedUntil: 1_700_000_000_000)
        #expect(known.lines == all.lines)
        let before = try await TrialBalance.read(rich.book, recordedUntil: 1_699_999_999_999)
        #expect(before.lines.filter { !$0.balance.isZero } == [])
        let early = try await TrialBalance.read(rich.book, on: RichBook.start + -1)
        #expect(early.lines.filter { !$0.balance.isZero } == [])
    }

    @Test(arguments: TestEngine.allCases)
    func statementsGoFromOpeningToClosing(_ engine: TestEngine) async throws {
        let rich = try RichBook.filled(engine)
        let (from, to) = (RichBook.start + 2, RichBook.start + 6)
        let before = try await TrialBalance.read(rich.book, on: from + -1)
        let after = try await TrialBalance.read(rich.book, on: to)
        let guarantor = rich.sample.agreement.guarantor
        try await rich.book.database.read { connection in
            let summaries = try AccountStatement.summaries(guarantor, from: from, to: to, connection)
            #expect(summaries.count > 3)
            for summary in summaries {
                #expect(before.lines.first { $0.account == summary.account }?.balance == summary.opening)
                #expect(after.lines.first { $0.account == summary.account }?.balance == summary.closing)
                var last = summary.opening
                var days: [Day] = []
                try AccountStatement.forEachLine(of: summary, from: from, to: to, connection) { line in
                    last += line.amount
                    #expect(line.balance == last)
                    days.append(line.day)
                }
                #expect(last == summary.closing)
                #expect(days == days.sorted() && days.allSatisfy { (from...to).contains($0) })
            }
        }
    }

    // MARK: Other programs

    /// What a program makes of an export: yuan by account, zeros left out.
    private static func balances(_ file: String, _ format: LedgerExport.Format) throws -> [String: String] {
        switch format {
        case .hledger:
            let text = try run([
                "hledger", "-f", file, "balance", "--flat", "--no-total", "--format", "%(account)=%(total)",
            ])
            return pairs(text)
        case .ledger:
            let format = "%(account)=%(quantity(scrub(display_total)))\n"
            return pairs(
                try run([
                    "ledger", "--args-only", "-f", file, "balance", "--flat", "--no-total", "--format",
                    format,
                ]))
        case .beancount:
            return pairs(try run(["python3", "-c", sumsOfBeancount, file]))
        case .csv:
            return pairs(try run(["python3", "-c", sumsOfCSV, file]))
        }
    }

    private static let sumsOfBeancount = """
        import sys, collections
        from beancount import loader
        entries, errors, _ = loader.load_file(sys.argv[1])
        assert not errors, errors
        sums = collections.Counter()
        for entry in entries:
            for posting in getattr(entry, "postings", []):
                sums[posting.account] += posting.units.number
        for account, amount in sums.items():
            if amount: print(f"{account}={amount:.2f}")
        """

    private static let sumsOfCSV = """
        import sys, csv, collections, decimal
        sums = collections.Counter()
        for row in csv.DictReader(open(sys.argv[1])):
            sums[row["account"]] += decimal.Decimal(row["amount_yuan"])
        for account, amount in sums.items():
            if amount: print(f"{account}={amount:.2f}")
        """

    private static func pairs(_ text: String) -> [String: String] {
        var pairs: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "=").map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2 else { continue }
            var amount = parts[1].replacing("CNY", with: "").trimmingCharacters(in: .whitespaces)
            if !amount.contains(".") { amount += ".00" }
            if amount.split(separator: ".").last?.count == 1 { amount += "0" }
            if amount != "0.00" { pairs[parts[0]] = amount }
        }
        return pairs
    }

    private static func run(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C.UTF-8"]) { $1 }
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaint = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0 && complaint.isEmpty, "\(arguments): \(complaint.prefix(500))")
        return text
    }
}

extension RichBook {
    /// Institutions and references whose texts mean something to other programs.
    func addOddNames() throws {
        try write { writing in
            for (index, code) in ["桂林 银行", "a;b", "Reguarantor", "-x", "91450100MA5K\"1"].enumerated() {
                let bank = try InstitutionStore.register(
                    code: code, name: "名称 \"\(code)\" \\ ; [2026-01-01]", kind: .bank, level: .city,
                    division: "450100", writing)
                try LedgerStore.contributeCapital(
                    .yuan(Int64(index + 1)), to: bank.id, on: RichBook.start,
                    reference: "odd, ; | [9x] \"\\ :tag: date:9 \(index)", writing)
            }
        }
    }
}
