/// `cassia policy whatif`: who gains, who loses and what it costs if parameters were others.
import App
import ArgumentParser
import Core
import Foundation

struct PolicyWhatIfCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whatif",
        abstract: "Decide all firms under changed parameters too. 按改动后的参数推演全部企业。",
        discussion: """
            Each --set gives a parameter another value from the day on: first_recognition=200000, \
            rd_small=4%. Amounts that aren't certain count from their lowest to their highest. Without \
            --table all firms of the register are decided.
            """)

    @OptionGroup var option: PolicyOption
    @OptionGroup var database: DatabaseOption

    @Option(help: ArgumentHelp("The policy, such as awards.", valueName: "id"))
    var policy: String

    @Option(
        name: .customLong("set"), help: ArgumentHelp("A parameter's other value.", valueName: "name=value"))
    var changes: [ParameterChange]

    @Option(
        help: ArgumentHelp("The table of firms, CSV or xlsx, columns as in facts.yaml.", valueName: "file"))
    var table: String?

    @Option(help: "The day to decide for; today in the region unless given.")
    var asOf: Day?

    @Option(help: ArgumentHelp("Write the firms that it changes, .csv or .xlsx.", valueName: "file"))
    var out: String?

    @Option(help: ArgumentHelp("Write the rows that can't be used, with all reasons.", valueName: "file"))
    var rejects: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard table != nil || rejects == nil else {
            throw invalid(
                Sentence(
                    zh: "--rejects 只用于 --table；名录中的企业没有拒绝的行。",
                    en: "--rejects goes with --table; leave it out for the register."))
        }
    }

    func run() async throws {
        let library = try option.library()
        do {
            let (run, outcome): (WhatIfRun, WhatIfRun.Outcome)
            if let table {
                (run, outcome) = try decide(table, library)
            } else {
                (run, outcome) = try await decideRegister(library)
            }
            if json { print(try text(run, outcome)) } else { show(run, outcome) }
            guard outcome.refused == 0 else { throw refused(outcome) }
        } catch let refusal as any Refusal {
            throw fail(refusal.sentence)
        } catch let error as PolicyProblems {
            throw failAll(error.problems.map(\.sentence))
        }
    }

    private func makeRun(_ library: PolicyLibrary) throws -> WhatIfRun {
        try WhatIfRun(library, policy: policy, changes, on: asOf ?? todayInChina())
    }

    /// With the versions that were put in force in the book.
    private func decideRegister(_ library: PolicyLibrary) async throws -> (WhatIfRun, WhatIfRun.Outcome) {
        let book = try database.openForReading()
        defer { book.close() }
        let run = try makeRun(try await library.with(book))
        let writer = try out.map { try WhatIfTable(path: $0) }
        let outcome = try await run.register(book) { try writer?.append($0) }
        try writer?.finish()
        return (run, outcome)
    }

    private func decide(
        _ table: String, _ library: PolicyLibrary
    ) throws -> (WhatIfRun, WhatIfRun.Outcome) {
        let run = try makeRun(library)
        let reader = try FactTableReader(path: table, library.facts)
        let rejects = self.rejects.map { reader.makeRejects(path: $0, language: commandLanguage) }
        let writer = try out.map { try WhatIfTable(path: $0) }
        let outcome = try run.table(reader, rejects: rejects) { try writer?.append($0) }
        try writer?.finish()
        try rejects?.finish()
        return (run, outcome)
    }

    /// Bad rows leave with status 1, the others counted all the same.
    private func refused(_ outcome: WhatIfRun.Outcome) -> ExitCode {
        let reasons = outcome.reasons.map { line, sentence in
            Sentence(zh: "第 \(line) 行：\(sentence.zh)", en: "Row \(line): \(sentence.en)")
        }
        let rows = EnglishCount.of(
            outcome.refused, "row can't be used and is", "rows can't be used and are")
        let count = Sentence(
            zh: "有 \(outcome.refused) 行不能使用，未计入；可用 --rejects 写出后改正。",
            en:
                "\(rows) not counted; --rejects writes what is to be mended."
        )
        return failAll(reasons + [count])
    }

    private func text(_ run: WhatIfRun, _ outcome: WhatIfRun.Outcome) throws -> String {
        guard case .object(var members) = outcome.sums.json else { return "" }
        members["policy"] = .text(policy)
        members["as_of"] = .text(run.before.day.description)
        members["refused"] = .number(String(outcome.refused))
        members["changes"] = .list(
            changes.map { .object(["parameter": .text($0.parameter), "value": .text($0.value)]) })
        return String(decoding: PolicyJSON.object(members).bytes, as: UTF8.self)
    }

    private func show(_ run: WhatIfRun, _ outcome: WhatIfRun.Outcome) {
        print("\(run.before.policy.title.text(in: commandLanguage))  \(run.before.day)")
        var headings = [
            Sentence(zh: "地区或行业", en: "City or industry"), Sentence(zh: "企业", en: "Firms"),
            Sentence(zh: "受益（确定–至多）", en: "Gain (sure–at most)"),
            Sentence(zh: "受损（确定–至多）", en: "Lose (sure–at most)"), Sentence(zh: "有变", en: "Change"),
            Sentence(zh: "原达标", en: "Yes before"), Sentence(zh: "现达标", en: "Yes after"),
            Sentence(zh: "原年支出（元）", en: "Cost before"), Sentence(zh: "现年支出（元）", en: "Cost after"),
        ]
        // Such as the platforms that host the firms.
        let total = outcome.sums.all
        let paysOthers = total.before.othersHigh != 0 || total.after.othersHigh != 0
        if paysOthers {
            headings += [
                Sentence(zh: "原付他方（元）", en: "To others before"),
                Sentence(zh: "现付他方（元）", en: "To others after"),
            ]
        }
        let all = Sentence(zh: "合计", en: "All").text(in: commandLanguage)
        let cities = outcome.sums.cities.sorted { $0.key < $1.key }.map { code, count in
            row(cityName(code), count, paysOthers)
        }
        let industries = outcome.sums.industries.sorted { $0.key < $1.key }.map { letter, count in
            row(letter.isEmpty ? unknown : letter, count, paysOthers)
        }
        printTable(
            headings: headings.map { $0.text(in: commandLanguage) },
            rows: [row(all, total, paysOthers)] + cities + industries)
    }

    private var unknown: String { Sentence(zh: "（未知）", en: "(unknown)").text(in: commandLanguage) }

    private func cityName(_ code: String) -> String {
        guard let city = Division.find(code) else { return unknown }
        return Sentence(zh: city.name, en: city.englishName).text(in: commandLanguage)
    }

    private func row(_ name: String, _ count: WhatIfCount, _ paysOthers: Bool) -> [String] {
        let effects = [WhatIfEffect.gains, .loses, .changes].map(count.text(of:))
        let (before, after) = (count.before, count.after)
        let cells = [
            String(before.verdicts[.yes] ?? 0), String(after.verdicts[.yes] ?? 0),
            range(before.costLow, before.costHigh), range(after.costLow, after.costHigh),
        ]
        let others = [
            range(before.othersLow, before.othersHigh), range(after.othersLow, after.othersHigh),
        ]
        return [name, String(count.firms)] + effects + cells + (paysOthers ? others : [])
    }

    private func range(_ low: Int128, _ high: Int128) -> String {
        let (low, high) = (WhatIfCount.yuan(low), WhatIfCount.yuan(high))
        return low == high ? low : "\(low) – \(high)"
    }
}
