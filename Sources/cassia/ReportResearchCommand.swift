import App
import ArgumentParser
import Core
import Foundation

/// The subcommand that writes a firm's books of R&D expense of a year with their summary sheets.
struct ReportResearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "research",
        abstract: "A firm's R&D expense of a year: book, summaries, three measures. 研发费用辅助账与汇总表。",
        discussion: "docs/research.md describes the sheets.")

    enum Format: String, CaseIterable, ExpressibleByArgument { case xlsx, json }

    @OptionGroup var database: DatabaseOption
    @Option(help: ArgumentHelp("The credit code of the firm.", valueName: "code")) var firm: String
    @Option(help: ArgumentHelp("The year, such as 2016.", valueName: "year")) var year: Int
    @Option(help: "xlsx or json; without it the ending of the file decides.") var format: Format?
    @Option(help: ArgumentHelp("The file to write; the standard output without it.", valueName: "file"))
    var out: String?

    private var wanted: Format {
        format ?? (out?.lowercased().hasSuffix(".xlsx") == true ? .xlsx : .json)
    }

    func validate() throws {
        guard wanted != .xlsx || out != nil else {
            throw invalid(
                Sentence(zh: "xlsx 要写明文件：--out 文件.xlsx", en: "Name a file for xlsx: --out FILE.xlsx"))
        }
        guard (1900...2199).contains(year) else {
            throw invalid(
                Sentence(zh: "年份应为 1900 至 2199。", en: "The year is one from 1900 to 2199."))
        }
    }

    func run() async throws {
        let (code, year) = (firm, year)
        let report = try await withForm(database) { try ResearchReport.read(code, year: year, $0) }
        guard let out else { return print(String(decoding: report.bytes, as: UTF8.self)) }
        do {
            switch wanted {
            case .xlsx: try report.write(to: out)
            case .json: try Data(report.bytes).write(to: URL(filePath: out))
            }
        } catch let refusal as TableRefusal {
            throw fail(refusal)
        } catch {
            throw fail(TableRefusal.cannotWrite(out))
        }
    }
}
