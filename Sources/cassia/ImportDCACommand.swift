import App
import ArgumentParser
import Core
import Foundation
import Storage

/// The subcommand `dca` of `cassia import`: the published list of USAID's Development Credit Authority.
struct ImportDCACommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dca", abstract: "Bring in the list of USAID's Development Credit Authority guarantees.",
        discussion: """
            Each line of the file is a JSON object. Dollars are taken as the book's unit. What is unusual is \
            noted; each refused line goes to a rejects file, its reasons beside it. Running it again changes \
            nothing.
            """)

    @Argument(help: ArgumentHelp("The list, JSON lines.", valueName: "file")) var file: String
    @OptionGroup var database: DatabaseOption
    @Option(help: ArgumentHelp("The folder for refused lines.", valueName: "folder")) var rejects = "rejects"
    @Flag(help: "Print one JSON object.") var json = false

    func run() async throws {
        Interruption.install()
        let outcome: DCAImport.Outcome
        do {
            outcome = try await bringIn()
        } catch let refusal as any Refusal {
            throw fail(refusal.sentence)
        } catch let error as StorageError {
            throw fail(error)
        }
        if json { try printJSON(DCAOutput(outcome, language: commandLanguage)) } else { tell(outcome) }
        guard let rejects = outcome.rejects else { return }
        let (refused, reasons) = (outcome.counts.refused, "dca-reasons.jsonl")
        let lines = EnglishCount.of(refused, "line was refused and stands", "lines were refused and stand")
        throw fail(
            Sentence(
                zh: "有 \(refused) 行被拒绝，见 \(rejects)，原因见同一目录的 \(reasons)；改正后可再次导入。",
                en: """
                    \(lines) in \(rejects), the reasons in \(reasons) beside it; mend what is there and \
                    import that file.
                    """))
    }

    private func bringIn() async throws -> DCAImport.Outcome {
        let book = try database.open()
        defer { book.close() }
        return try await DCAImport(path: file, rejectsFolder: rejects, language: commandLanguage).run(
            into: book)
    }

    private func tell(_ outcome: DCAImport.Outcome) {
        let isChinese = commandLanguage == .chinese
        let counts = outcome.counts
        printTable(
            headings: isChinese
                ? ["表", "读入", "接受", "拒绝", "已在册"] : ["table", "read", "accepted", "refused", "already there"],
            rows: [
                ["dca"]
                    + [counts.read, counts.accepted, counts.refused, counts.alreadyThere].map(String.init)
            ])
        print("")
        let (claims, recoveries) = (outcome.sums.claims, outcome.sums.recoveries)
        printTable(
            headings: isChinese ? ["美元", "代偿", "追偿"] : ["dollars", "claims", "recoveries"],
            rows: [
                [isChinese ? "担保机构" : "guarantor", claims.guarantor.grouped, recoveries.guarantor.grouped],
                [isChinese ? "银行" : "bank", claims.bank.grouped, recoveries.bank.grouped],
                [isChinese ? "超出损失的结余" : "surplus", "", outcome.sums.surplus.grouped],
                [isChinese ? "合计" : "whole", claims.whole.grouped, recoveries.whole.grouped],
            ])
        tell(outcome.notes)
    }

    /// One line for each kind of note, with the first lines of the file that have it.
    private func tell(_ notes: [(line: Int, note: DCANote)]) {
        let shownLines = 12
        let byTitle = Dictionary(grouping: notes) { $0.note.title }.mapValues { $0.map(\.line) }
        guard !byTitle.isEmpty else { return }
        print("")
        for (title, lines) in byTitle.sorted(by: { $0.value[0] < $1.value[0] }) {
            let shown = lines.prefix(shownLines).map(String.init).joined(separator: ", ")
            let rest = lines.count > shownLines ? ", …" : ""
            let sentence = Sentence(
                zh: "\(title.zh)：\(lines.count) 行（第 \(shown)\(rest) 行）",
                en: "\(title.en): \(lines.count) (line \(shown)\(rest))")
            print(sentence.text(in: commandLanguage))
        }
    }
}

/// The answer for programs.
private struct DCAOutput: Encodable {
    let lines: ImportCounts
    let claims: Parties
    let recoveries: Parties
    let surplus: String
    let notes: [Note]
    let refusals: [Refused]

    struct Parties: Encodable {
        let guarantor: String
        let bank: String
        let whole: String

        init(_ parties: DCASums.Parties) {
            guarantor = parties.guarantor.description
            bank = parties.bank.description
            whole = parties.whole.description
        }
    }

    struct Note: Encodable {
        let line: Int
        let chinese: String
        let english: String

        private enum CodingKeys: String, CodingKey {
            case line
            case chinese = "text_zh"
            case english = "text_en"
        }
    }

    struct Refused: Encodable {
        let line: Int
        let reasons: [String]
    }

    init(_ outcome: DCAImport.Outcome, language: Language) {
        lines = outcome.counts
        claims = Parties(outcome.sums.claims)
        recoveries = Parties(outcome.sums.recoveries)
        surplus = outcome.sums.surplus.description
        notes = outcome.notes.map { line, note in
            Note(line: line, chinese: note.sentence.zh, english: note.sentence.en)
        }
        refusals = outcome.refusals.map {
            Refused(line: $0.line, reasons: $0.reasons.map { $0.text(in: language) })
        }
    }
}
