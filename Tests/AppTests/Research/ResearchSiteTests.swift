import Core
import Foundation
import HTTPTypes
import NIOCore
import Storage
import TestSupport
import Testing

@testable import App

/// The books of R&D expense in the browser: the firm's clerk writes, others read and are recorded.
@Suite struct ResearchSiteTests {
    private func code(_ number: String, _ test: TestSite) throws -> String {
        let sql = SQL(
            """
            SELECT e.credit_code FROM enterprise e JOIN guarantee g ON g.enterprise_id = e.id
            WHERE g.number = ?
            """, [.text(number)])
        return try test.site.book.database.readSynchronously { try $0.first(sql) { $0.text(0) } ?? "" }
    }

    /// A year that is over on the day of the site and for which the measures are in force.
    private static let year = TestSite.today.year
    private static let project = [
        "project_number": "RD01", "project_name": "示例项目", "project_form": "own",
        "project_from": "2010-01-01", "project_until": "",
    ]
    private static func voucher(_ number: String, _ amount: String, kind: String = "rd_staff") -> [String:
        String]
    {
        [
            "voucher_number": number, "voucher_day": "\(year)-01-02", "voucher_project": "RD01",
            "voucher_kind": kind, "voucher_amount": amount, "voucher_words": "工资",
        ]
    }

    @Test(arguments: TestEngine.allCases) func theClerkWritesAndOthersRead(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let path = "/enterprises/\(try code("G1", test))/research"
        try await test.run { browser in
            try await browser.signIn("enterprise.clerk")
            #expect(try await browser.get(path).text.contains("还没有研发费用凭证"))
            let project = try await browser.post("\(path)/projects", Self.project)
            #expect(project.status == 200 && project.text.contains("项目 RD01 已登记"), "\(project.text)")
            let entered = try await browser.post("\(path)/vouchers", Self.voucher("记-1", "1234.56"))
            #expect(entered.text.contains("凭证 记-1 已录入"), "\(entered.text)")
            let again = try await browser.post("\(path)/vouchers", Self.voucher("记-1", "1234.56"))
            #expect(again.status == 200 && again.text.contains("未重复记账"))
            // What is refused is said, and what was entered stays.
            let other = try await browser.post("\(path)/vouchers", Self.voucher("记-1", "99.5"))
            #expect(other.status == 422 && other.text.contains("相反金额"))
            #expect(other.text.contains("value=\"99.5\"") && other.text.contains("value=\"工资\""))
            let page = try await browser.get(path).text
            #expect(page.contains("1,234.56") && page.contains("三种口径") && page.contains("rd-measures?on="))
            #expect(!page.contains("style=") && !page.contains("onclick"))
            let why = try await browser.get(
                "\(path.dropLast("/research".count))/policies/rd-measures?on=\(Self.year)-12-31")
            #expect(why.status == 200 && why.text.contains("1,234.56"))
            let file = try await browser.get("\(path)/report.xlsx?year=\(Self.year)")
            #expect(file.status == 200 && file.bytes.starts(with: [0x50, 0x4B]))
            #expect(try await browser.get("\(path)/report.xlsx?year=1999").status == 422)
            for (name, write, read) in [
                ("enterprise.viewer", 403, 200), ("guarantor.clerk", 403, 200), ("bank.viewer", 403, 200),
                ("foreign.bank.viewer", 403, 404), ("supervisor.clerk", 403, 200),
                ("foreign.enterprise.clerk", 404, 404), ("operator.administrator", 403, 403),
            ] {
                try await browser.signIn(name)
                #expect(try await browser.get(path).status == read, "\(name)")
                #expect(try await browser.get("\(path)/report.xlsx").status == read, "\(name)")
                #expect(try await browser.get("\(path)/enter").status == write, "\(name)")
                for part in ["projects", "vouchers", "tables"] {
                    let reply = try await browser.post("\(path)/\(part)", Self.voucher("记-9", "1"))
                    #expect(reply.status == write, "\(name) \(part)")
                }
            }
        }
        let counts = try await test.site.book.database.read { connection in
            try ["research_voucher", "access_record"].map { table in
                try connection.first(SQL(composing: "SELECT COUNT(*) FROM \(table)", [])) { $0.int(0) }
            }
        }
        #expect(counts == [1, 6])
        #expect(try await Verification.run(test.site.book).findings.isEmpty)
    }

    @Test func tablesAreUploadedAndMended() async throws {
        let test = try TestSite(.sqlite)
        let code = try code("G1", test)
        let path = "/enterprises/\(code)/research"
        let token = try test.token(of: "bank.clerk", [.clerk])
        let rows = (1...103).map { "V\($0),\(Self.year)-01-02,RD01,rd_staff,\($0),工资\n" }.joined()
        try await test.run { browser in
            try await browser.signIn("enterprise.clerk")
            #expect(try await browser.upload("\(path)/tables", "", [:]).status == 422)
            #expect(
                try await browser.get("/enterprises/research-vouchers.xlsx").bytes.starts(with: [0x50, 0x4B]))
            let header = try await browser.get("/enterprises/research-projects.csv").text
            #expect(header.contains("number,name,form,from,until"))
            _ = try await browser.post("\(path)/projects", Self.project)
            let table =
                "number,day,project,kind,amount,words\n\(rows)X,\(Self.year)-01-02,RD99,rd_staff,1,工资\n"
            // A check finds the same and enters nothing.
            let check = try await browser.upload(
                "\(path)/tables", table, field: "vouchers", ["trial": "yes"])
            #expect(check.text.contains("接受 103 行") && check.text.contains("尚未记账"))
            #expect(try await browser.get(path).text.contains("还没有研发费用凭证"))
            let told = try await browser.upload("\(path)/tables", table, field: "vouchers")
            #expect(told.status == 200, "\(told.text)")
            #expect(told.text.contains("接受 103 行") && told.text.contains("RD99"))
            let wrong = try await browser.upload("\(path)/tables", "a,b\n1,2\n", field: "vouchers")
            #expect(wrong.status == 422 && wrong.text.contains("number"))
            let page = try await browser.get(path).text
            #expect(page.contains(">V100<") && !page.contains(">V101<") && page.contains("下一页"))
            #expect(try await browser.get("\(path)?page=2").text.contains(">V101<"))
            #expect(try await browser.get("\(path)?year=x").status == 422)
            #expect(try await browser.get("\(path)?project=none").status == 422)
            let reply = try await browser.call(.get, "/api/v1\(path)?year=\(Self.year)", token)
            #expect(reply.status == 200)
            #expect(JSON(parsing: reply.bytes)?["total"] == .string("5356.00"))
        }
    }
}

extension Browser {
    /// Sends one file in a named field.
    func upload(
        _ path: String, _ file: String, field: String, _ fields: [String: String] = [:]
    ) async throws -> Reply {
        let mark = "----cassia-test"
        let others = fields.map { name, value in
            "--\(mark)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }.joined()
        let body = """
            --\(mark)\r\nContent-Disposition: form-data; name="form_word"\r\n\r\n\(word)\r\n\
            \(others)\
            --\(mark)\r\nContent-Disposition: form-data; name="\(field)"; filename="t.csv"\r\n\
            Content-Type: text/csv\r\n\r\n\(file)\r\n--\(mark)--\r\n
            """
        return try await send(
            .post, path,
            headers: [
                .origin: "http://localhost", .contentType: "multipart/form-data; boundary=\(mark)",
            ], body: ByteBuffer(string: body))
    }
}
