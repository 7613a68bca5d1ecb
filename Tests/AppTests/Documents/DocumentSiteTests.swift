import Core
import Foundation
import HTTPTypes
import NIOCore
import Storage
import TestSupport
import Testing

@testable import App

/// Files of a guarantee: taken by their content, kept for good, and given only to those who see it.
@Suite struct DocumentSiteTests {
    private static let address = "/guarantees/G1/documents"

    private func send(
        _ browser: Browser, _ name: String, _ bytes: [UInt8], purpose: String = "contract",
        supersedes: String = "", to address: String = DocumentSiteTests.address
    ) async throws -> Browser.Reply {
        var body: [UInt8] = []
        for (field, value) in [
            ("form_word", await browser.word), ("purpose", purpose), ("supersedes", supersedes),
        ] {
            body += "--mark\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n".utf8
        }
        body += "--mark\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\r\n".utf8
        body += bytes
        body += "\r\n--mark--\r\n".utf8
        return try await browser.send(
            .post, address,
            headers: [.origin: "http://localhost", .contentType: "multipart/form-data; boundary=mark"],
            body: ByteBuffer(bytes: body))
    }

    private static let pdf = Array("%PDF-1.4\n1 0 obj\n%%EOF\n".utf8)

    @Test(arguments: TestEngine.allCases) func whatIsAddedComesBackAsItWas(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try await test.run { browser in
            try await browser.signIn("guarantor.clerk")
            // Every byte value, in a picture that nothing looks into.
            let picture: [UInt8] =
                [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
                + (0...255).map { UInt8($0) }
            let added = try await send(browser, "合同 <b>\".png", picture)
            #expect(added.location == "/guarantees/G1?done=document")
            // Sent twice, kept once.
            _ = try await send(browser, "合同 <b>\".png", picture)
            #expect(try test.rich.one("SELECT COUNT(*) FROM document") == 1)
            let page = try await browser.get("/guarantees/G1")
            #expect(page.text.contains("\(Self.address)/1\""))
            #expect(!page.text.contains("合同 <b>"))

            for name in ["bank.viewer", "enterprise.viewer", "supervisor.viewer"] {
                try await browser.signIn(name)
                let file = try await browser.get("\(Self.address)/1")
                #expect(file.bytes == picture, "\(name)")
                #expect(file.headers[.contentDisposition]?.hasPrefix("attachment") == true)
                #expect(file.headers[.xContentTypeOptions] == "nosniff")
                #expect(file.headers[.contentType] == "image/png")
            }
            for name in ["foreign.bank.viewer", "foreign.enterprise.clerk", "operator.administrator"] {
                try await browser.signIn(name)
                #expect(try await browser.get("\(Self.address)/1").status >= 403, "\(name)")
                #expect(try await send(browser, "a.pdf", Self.pdf).status >= 403, "\(name)")
            }
            try await browser.signIn("supervisor.viewer")
            #expect(try await send(browser, "a.pdf", Self.pdf).status == 403)
            // Not under another guarantee that one sees.
            #expect(try await browser.get("/guarantees/G2/documents/1").status == 404)
            #expect(try test.rich.one("SELECT COUNT(*) FROM document") == 1)
        }
    }

    @Test(arguments: TestEngine.allCases) func aNewerOneReplacesAndNothingGoes(engine: TestEngine)
        async throws
    {
        let test = try TestSite(engine)
        try await test.run { browser in
            try await browser.signIn("guarantor.clerk")
            _ = try await send(browser, "a.pdf", Self.pdf)
            try await browser.signIn("bank.clerk")
            #expect(try await send(browser, "b.pdf", Self.pdf, supersedes: "1").status == 422)
            try await browser.signIn("guarantor.clerk")
            #expect(try await send(browser, "b.pdf", Self.pdf, supersedes: "1").status == 303)
            #expect(try await send(browser, "c.pdf", Self.pdf, supersedes: "1").status == 422)
            #expect(try await browser.get("\(Self.address)/1").bytes == Self.pdf)
            #expect(try await browser.get("/guarantees/G1").text.contains("已被替代"))
        }
    }

    @Test func contentDecidesAndNotTheName() async throws {
        let test = try TestSite(.sqlite)
        try await test.run { browser in
            try await browser.signIn("guarantor.clerk")
            let wrong: [(String, [UInt8])] = [
                ("a.pdf", Array("MZ program".utf8) + [0]), ("a.exe", Self.pdf), ("a.pdf", []),
                ("a.png", Self.pdf), ("a.xlsx", Array("PK\u{3}\u{4} no zip".utf8)),
                ("a.txt", [0xFF, 0xFE, 0x41]), ("", Self.pdf), ("a\u{202E}fdp.pdf", Self.pdf),
            ]
            for (name, bytes) in wrong {
                #expect(try await send(browser, name, bytes).status == 422, "\(name)")
            }
            #expect(try await send(browser, "a.pdf", Self.pdf, purpose: "none").status == 422)
            let right: [(String, [UInt8])] = [
                ("a.PDF", Self.pdf), ("a.csv", Array("\u{FEFF}编号,金额\r\n1,2\r\n".utf8)),
                ("a.jpeg", [0xFF, 0xD8, 0xFF, 0xE0]), ("a.xlsx", try workbook()),
            ]
            for (name, bytes) in right {
                #expect(try await send(browser, name, bytes).status == 303, "\(name)")
            }
            // Its last part decides, wherever a browser says that it lay.
            #expect(try await send(browser, "C:\\folder\\..\\b.pdf", Self.pdf).status == 303)
            #expect(try test.rich.one("SELECT COUNT(*) FROM document WHERE name = 'b.pdf'") == 1)
        }
    }

    @Test func twentyMegabytesAreTakenAndNoMore() async throws {
        let test = try TestSite(.sqlite)
        try await test.run { browser in
            try await browser.signIn("guarantor.clerk")
            let largest = Array(repeating: UInt8(ascii: "a"), count: DocumentKind.byteLimit)
            #expect(try await send(browser, "a.txt", largest).status == 303)
            #expect(try await send(browser, "b.txt", largest + [10]).status == 422)
            let huge = largest + Array(repeating: UInt8(ascii: "a"), count: 100_000)
            #expect(try await send(browser, "b.txt", huge).status == 413)
            // Those who may not add anything are not even listened to.
            try await browser.signIn("supervisor.viewer")
            #expect(try await send(browser, "b.txt", huge).status == 403)
            await browser.signOut()
            #expect(try await send(browser, "b.txt", huge).status == 401)
            #expect(try test.rich.one("SELECT SUM(byte_count) FROM document") == 20 * 1024 * 1024)
        }
    }

    private func workbook() throws -> [UInt8] {
        let path = NSTemporaryDirectory() + "cassia-\(UUID().uuidString).xlsx"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let writer = try TableWriter(
            path: path, format: .xlsx, columns: [.init("a", .text)], byteOrderMark: false, sheet: "a")
        writer.text("b")
        try writer.endRow()
        try writer.finish()
        return Array(try Data(contentsOf: URL(filePath: path)))
    }
}
