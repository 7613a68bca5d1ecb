import Core
import Foundation
import Storage
import TestSupport

@testable import App

/// A firm in the register and tables of its R&D books.
final class ResearchSample: Sendable {
    let firms: FirmSample
    var book: Book { firms.book }
    var code: String { firms.code(1) }

    static let today = Day(2017, 7, 14)!
    static let projects = """
        number,name,form,from,until
        RD01,刀具涂层,own,2015-01-01,2017-12-31
        RD02,检测算法,委托境内研发,2016-03-01,
        RD03,海外设计,commissioned_abroad,2016-01-01,2016-12-31

        """
    /// The example of the policy's cases, with parts of which each measure leaves something out.
    static let vouchers = """
        number,day,project,kind,amount,words
        记-1,2016-01-31,RD01,人员人工费用,4000000.00,工资
        记-2,2016-02-29,RD01,rd_direct_input,2000000,材料
        记-3,2016-03-31,RD01,rd_depreciation,1000000,折旧
        记-4,2016-03-31,RD01,rd_deferred,100000,装修摊销
        记-5,2016-04-30,RD01,rd_amortisation,1000000,软件摊销
        记-6,2016-05-31,RD01,rd_design,500000,设计
        记-7,2016-05-31,RD01,rd_trials,500000,试验
        记-8,2016-06-30,RD01,rd_other,3000000,差旅
        记-9,2016-06-30,RD02,rd_commissioned_domestic,1000000,委托开发
        记-10,2016-07-01,RD03,rd_commissioned_abroad,200000,委托设计
        记-11,2016-08-01,RD01,rd_other,-500000,冲正 记-8
        记-12,2017-03-31,RD01,rd_staff,300000.01,工资

        """

    init(_ engine: TestEngine) async throws {
        firms = try FirmSample(engine)
        _ = try await firms.tell("department", ["\(firms.code(1)),南宁云例软件有限公司,450103,I65,2010-03-04,60,,,"])
    }

    func bring(
        projects: String? = nil, vouchers: String? = nil, on day: Day = today
    ) async throws -> ResearchImport.Outcome {
        var bringing = ResearchImport(creditCode: code, language: .english, today: day)
        bringing.projects = try projects.map { try file($0, "projects") }
        bringing.vouchers = try vouchers.map { try file($0, "vouchers") }
        bringing.rejectsFolder = firms.folder
        bringing.showsProgress = false
        return try await bringing.run(into: book)
    }

    func file(_ text: String, _ name: String) throws -> String {
        let path = "\(firms.folder)/\(name)-\(UUID().uuidString).csv"
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    func rejects(_ table: ResearchImport.Table) -> String {
        (try? String(contentsOfFile: "\(firms.folder)/research-\(table.rawValue).csv", encoding: .utf8)) ?? ""
    }

    func report(_ year: Int = 2016) throws -> ResearchReport {
        let code = code
        return try firms.read { try ResearchReport.read(code, year: year, $0) }
    }
}
