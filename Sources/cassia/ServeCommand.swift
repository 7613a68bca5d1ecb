/// `cassia serve`: the site and the API over a book.
import App
import ArgumentParser
import Core
import Foundation
import Storage

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the site and the API. 启动网站与接口。",
        discussion: """
            Listens on this machine only unless --host says otherwise; put a proxy with TLS in front of it \
            for \
            others.
            """)

    @OptionGroup var database: DatabaseOption
    @OptionGroup var policies: PolicyOption

    @Option(help: "The address to listen on. CASSIA_HOST.")
    var host = ProcessInfo.processInfo.environment["CASSIA_HOST"] ?? "127.0.0.1"

    @Option(help: "The port to listen on; 0 takes a free one. CASSIA_PORT.")
    var port = ProcessInfo.processInfo.environment["CASSIA_PORT"].flatMap { Int($0) } ?? 8080

    @Option(help: "The day on which a demonstration stands still; else it is the real one.")
    var today: Day?

    @Flag(
        help:
            "A proxy with TLS is in front: cookies go over HTTPS only, its X-Forwarded-For is believed."
    )
    var behindProxy = false

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw invalid(
                Sentence(zh: "端口应在 0 至 65535 之间。", en: "The port should be from 0 to 65535."))
        }
    }

    func run() async throws {
        let book = try database.open(settings: .forServing)
        defer { book.close() }
        var settings = Site.Settings()
        settings.today = today
        settings.policies = try policies.library()
        settings.isSecure = behindProxy
        settings.trustsProxy = behindProxy
        settings.log = { FileHandle.standardError.write(Data(($0 + "\n").utf8)) }
        let site = Site(book: book, settings: settings) { Int64(Date().timeIntervalSince1970 * 1_000) }
        do {
            try await site.serve(host: host, port: port) { port in
                let address = "http://\(host):\(port)"
                let text = Sentence(zh: "桂枝已启动：\(address)", en: "Cassia serves at \(address)")
                print(text.text(in: commandLanguage))
                fflush(nil)
            }
        } catch let refusal as any Refusal {
            throw fail(refusal.sentence)
        }
    }
}
