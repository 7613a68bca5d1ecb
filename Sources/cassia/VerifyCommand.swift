/// `cassia verify`: checks the audit chain, the ledger and all that is derived from it.
import App
import ArgumentParser
import Core
import Foundation
import Storage

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that the book is whole, to the last fen. 核验账本、审计链与派生数据。",
        discussion: "Status 0 when all is right, 1 when something is wrong. Each finding says where.")

    @OptionGroup var database: DatabaseOption

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(
        help:
            """
            Write balances, positions and claims anew where they differ from the entries, with an audit \
            record of each.
            """
    )
    var rebuild = false

    @Flag(
        help: ArgumentHelp(
            "Leave out SQLite's own check of its file and indices.",
            discussion: "That takes about a third of the time; run it without the flag now and then."))
    var recordsOnly = false

    @Option(help: "Why they are written anew, for the audit log.")
    var reason = ""

    @Option(
        help: ArgumentHelp(
            "A record's number and hash as kept elsewhere; status 1 unless the log still has it.",
            discussion: "May be given several times.", valueName: "number:hash"),
        transform: VerifyCommand.lodgedHead)
    var lodged: [LodgedHead] = []

    @Sendable private static func lodgedHead(_ text: String) throws -> LodgedHead {
        if let head = LodgedHead(text) { return head }
        throw invalid(
            Sentence(
                zh: "“\(text)”应为编号、冒号和 64 位十六进制散列值。",
                en: "'\(text)' must be a number, a colon and a hash of 64 hexadecimal digits."))
    }

    func run() async throws {
        let book =
            rebuild
            ? try database.openExisting(settings: .forScanning) : try database.openForReading()
        defer { book.close() }
        do {
            if rebuild { try await rebuild(book) }
            try show(try await report(of: book))
        } catch let refusal as any Refusal {
            throw fail(refusal.sentence)
        } catch let error as StorageError {
            throw fail(error)
        }
    }

    private func rebuild(_ book: Book) async throws {
        let outcome = try await Rebuild.run(book, as: Actor("cassia verify"), because: reason)
        let sentence = Sentence(
            zh: "已重建 \(outcome.positions) 份担保的金额记录、\(outcome.claims) 份担保的应付款和 \(outcome.balances) 个账户余额。",
            en:
                """
                Wrote \(outcome.positions) positions, the claims of \(outcome.claims) guarantees and \
                \(outcome.balances) balances anew.
                """
        )
        if !json { print(sentence.text(in: commandLanguage)) }
        let names = Sentence(zh: "已重建企业名称的检索索引。", en: "Wrote the index of the names of firms anew.")
        if !json, outcome.hasNamesAnew { print(names.text(in: commandLanguage)) }
        let subjects = Sentence(
            zh: "已重建审计日志按对象查找的索引。", en: "Wrote the list of the subjects of audit records anew.")
        if !json, outcome.hasSubjectsAnew { print(subjects.text(in: commandLanguage)) }
    }

    private func report(of book: Book) async throws -> VerificationReport {
        let title = Sentence(zh: "核验", en: "Verifying").text(in: commandLanguage)
        var bar: ProgressBar?
        defer { bar?.finish() }
        return try await Verification.run(book, lodged: lodged, checksFiles: !recordsOnly) { done, all in
            if bar == nil { bar = ProgressBar(title, byteCount: all, language: commandLanguage) }
            bar?.update(rows: Int(done), bytes: done)
        }
    }

    private func show(_ report: VerificationReport) throws {
        if json { try printJSON(VerificationOutput(report)) }
        if report.isSound {
            if !json {
                print(summary(of: report).text(in: commandLanguage))
                if !report.areFilesChecked {
                    let why = recordsOnly ? Self.filesLeftOut : Self.filesNotChecked
                    print(why.text(in: commandLanguage))
                }
            }
            return
        }
        if !json { for finding in report.findings { _ = fail(finding.line) } }
        throw fail(
            Sentence(
                zh: "核验发现 \(report.findingCount) 处不符。", en: "Found wrong: \(report.findingCount)."))
    }

    private static let filesLeftOut = Sentence(
        zh: "按要求未检查数据库文件与索引本身；请不时不带 --records-only 再核验一次。",
        en: "The file and its indices were not checked, as asked; verify without --records-only now and then."
    )

    private static let filesNotChecked = Sentence(
        zh: "PostgreSQL 的数据文件与索引不在本核验之内：请启用数据校验和，并用 pg_amcheck --heapallindexed 检查。",
        en: """
            The files and indices of PostgreSQL itself were not checked: keep data checksums on, and run \
            pg_amcheck --heapallindexed.
            """)

    private func summary(of report: VerificationReport) -> Sentence {
        Sentence(
            zh: """
                核验无误：审计记录 \(report.records) 条，分录 \(report.entries) 笔，过账 \(report.postings) 行，\
                担保 \(report.guarantees) 份。链尾（可交外部留存）\(report.lodgeable)
                """,
            en: """
                All is right: \(report.records) audit records, \(report.entries) entries, \
                \(report.postings) postings, \(report.guarantees) guarantees. Head of the chain, to be \
                lodged elsewhere: \(report.lodgeable)
                """)
    }
}

extension Finding {
    /// Where, and what.
    fileprivate var line: Sentence { Sentence(zh: "\(place)：\(sentence.zh)", en: "\(place): \(sentence.en)") }
}

private struct VerificationOutput: Encodable {
    let ok: Bool
    let filesChecked: Bool
    let records: Int64
    let entries: Int64
    let postings: Int64
    let guarantees: Int64
    let head: String
    let findings: [Found]

    struct Found: Encodable {
        let code: String
        let place: String
        let zh: String
        let en: String

        private enum CodingKeys: String, CodingKey {
            case code, zh, en
            case place = "where"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case ok, records, entries, postings, guarantees, head, findings
        case filesChecked = "files_checked"
    }

    init(_ report: VerificationReport) {
        ok = report.isSound
        filesChecked = report.areFilesChecked
        (records, entries, postings) = (report.records, report.entries, report.postings)
        guarantees = report.guarantees
        head = report.headText
        findings = report.findings.map {
            Found(code: $0.code, place: $0.place, zh: $0.sentence.zh, en: $0.sentence.en)
        }
    }
}
