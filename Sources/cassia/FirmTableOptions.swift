/// The options of `cassia policy decide` for a table of firms.
import App
import ArgumentParser
import Core
import Foundation

struct FirmTableOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A table of firms, CSV or xlsx, in place of --facts.", valueName: "file"))
    var table: String?

    @Option(
        help: ArgumentHelp(
            "The results: xlsx by the ending, else CSV; - is the standard output.", valueName: "file"))
    var out: String?

    @Option(help: ArgumentHelp("The folder for refused rows.", valueName: "folder")) var rejects = "rejects"

    @Option(help: ArgumentHelp("A mapping of other column names and spellings, YAML.", valueName: "file"))
    var map: String?

    @Option(
        help: ArgumentHelp(
            "Columns that are no facts and are passed on to the results, separated by commas.",
            valueName: "column,…"))
    var carry: String?

    func decide(_ table: String, _ program: PolicyProgram) throws -> FirmDecisions.Outcome {
        Interruption.install()
        let mapping = try map.map { try Mapping(path: $0) }
        do {
            try FileManager.default.createDirectory(atPath: rejects, withIntermediateDirectories: true)
        } catch {
            throw fail(
                Sentence(
                    zh: "不能建立拒绝行文件夹“\(rejects)”；请用 --rejects 指明另一个文件夹。",
                    en: "The folder '\(rejects)' for refused rows can't be made; name another with --rejects."
                ))
        }
        // Removes the folder only where nothing was refused and nothing else is in it.
        defer { rmdir(rejects) }
        let carried = (carry ?? "").split(separator: ",").map {
            String($0.trimmingPrefix(while: \.isWhitespace))
        }
        return try FirmDecisions(
            program,
            FirmDecisions.Options(
                table: table, out: out ?? "-", rejectsFolder: rejects, mapping: mapping, carry: carried,
                language: commandLanguage)
        ).run()
    }

    static func refused(_ count: Int, _ path: String) -> Sentence {
        let rows = EnglishCount.of(count, "row was", "rows were")
        return Sentence(
            zh: "有 \(count) 行被拒绝，原因见 \(path)；其余各行已判定。",
            en: "\(rows) refused; the reasons stand in \(path). The others were decided.")
    }
}
