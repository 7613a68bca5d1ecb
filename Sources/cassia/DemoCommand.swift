/// `cassia demo`: makes the demonstration province in an empty book and prints what it holds.
import App
import ArgumentParser
import Core
import Storage

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Make a made-up province in an empty book. 生成演示省数据。",
        discussion: "The same seed gives the same book, down to the hashes of its audit log.")

    @OptionGroup var database: DatabaseOption

    @Option(help: "A whole number; another one gives another province.")
    var seed: UInt64 = Demonstration.defaultSeed

    @Option(help: "The last day that has happened, such as 2017-07-19.")
    var asOf: Day = Demonstration.replyDay

    @Flag(help: "Only see to it that a province made before has its people, and print who can sign in.")
    var peopleOnly = false

    func validate() throws {
        guard asOf < Demonstration.firstDay else { return }
        let first = Demonstration.firstDay
        throw invalid(
            Sentence(
                zh: "演示省自 \(first) 起才有业务；--as-of 请写这一天或以后。",
                en: "Nothing happened in the province before \(first); give --as-of that day or a later one.")
        )
    }

    func run() throws {
        guard !peopleOnly else { return try addPeople() }
        let book = try database.open(now: { Demonstration.openedAt })
        defer { book.close() }
        do {
            try make(in: book)
            let people = try DemonstrationPeople.make(in: book)
            printSummary(try DemonstrationSummary.read(from: book, asOf: asOf))
            printPeople(people)
        } catch let refusal as any Refusal {
            throw fail(refusal.sentence)
        } catch let error as StorageError {
            throw fail(error)
        }
    }

    private func addPeople() throws {
        let book = try database.openExisting()
        defer { book.close() }
        do {
            printPeople(try DemonstrationPeople.make(in: book))
        } catch let refusal as any Refusal {
            throw fail(refusal.sentence)
        } catch let error as StorageError {
            throw fail(error)
        }
    }

    private func make(in book: Book) throws {
        let title = Sentence(zh: "演示省", en: "Demonstration province").text(in: commandLanguage)
        var bar: ProgressBar?
        var shown = 0
        defer { bar?.finish() }
        try Demonstration.make(in: book, seed: seed, asOf: asOf) { done, all in
            if bar == nil { bar = ProgressBar(title, byteCount: Int64(all), language: commandLanguage) }
            while shown < done {
                shown += 1
                bar?.update(rows: shown, bytes: Int64(shown))
            }
        }
    }

    /// A row for each organisation, with a sign-in for each role in it.
    private func printPeople(_ people: [DemonstrationPeople.Person]) {
        let kinds = people.map(\.kind).reduce(into: [OrganisationKind]()) { kinds, kind in
            if !kinds.contains(kind) { kinds.append(kind) }
        }
        print("")
        printTable(
            headings: [
                Sentence(
                    zh: "登录名（密码都是 \(DemonstrationPeople.password)）",
                    en: "Sign-in names (password: \(DemonstrationPeople.password))"),
                Sentence(zh: "机构", en: "Organisation"),
            ].map { $0.text(in: commandLanguage) },
            rows: kinds.map { kind in
                let members = people.filter { $0.kind == kind }
                return [members.map(\.name).joined(separator: "  "), members[0].organisation]
            })
    }

    private func printSummary(_ summary: DemonstrationSummary) {
        func row(_ zh: String, _ en: String, _ value: some CustomStringConvertible) -> [String] {
            [Sentence(zh: zh, en: en).text(in: commandLanguage), value.description]
        }
        var rows = [
            row("机构", "Institutions", summary.institutions),
            row("风险分担协议", "Agreements", summary.agreements),
            row("登记企业", "Firms registered", summary.firms),
            row("获得担保的企业", "Firms guaranteed", summary.guaranteedFirms),
            row("累计担保金额(元)", "Guaranteed so far, yuan", summary.disbursed.grouped),
            row("在保余额(元)", "Outstanding, yuan", summary.outstanding.grouped),
            row(
                "其中 4:3:2:1 分担(元)", "of which shared 4:3:2:1, yuan", summary.reguaranteedOutstanding.grouped),
            row(
                "其平均担保费率", "their average fee rate", summary.reguaranteedFeeRate?.percentage ?? "–"),
            row("累计代偿(元)", "Compensated, yuan", summary.compensated.grouped),
            row("代偿率", "Compensation rate", summary.compensationRate?.percentage ?? "–"),
            row("累计追偿(元)", "Recovered, yuan", summary.recovered.grouped),
            row("未结分担款(元)", "Claims open, yuan", summary.openClaims.grouped),
            row("逾期未付(笔)", "Claims late", summary.lateClaims),
            row("分录", "Ledger entries", summary.entries),
            row("审计记录", "Audit records", summary.records),
        ]
        rows += summary.states.map { [$0.state.rawValue, String($0.count)] }
        let title = Sentence(zh: "演示省，截至 \(asOf)", en: "Demonstration province as of \(asOf)")
        printTable(headings: [title.text(in: commandLanguage), ""], rows: rows)
    }
}
