import Core

/// What can be wrong with an xlsx file.
extension Sentence {
    static let damagedZip = Sentence(
        zh: "xlsx 文件已损坏或不完整；请重新保存或重新传送。",
        en: "The xlsx file is damaged or cut off; save or send it again.")

    static func damagedPart(_ part: String) -> Sentence {
        Sentence(
            zh: "xlsx 文件的“\(part)”部分已损坏；请用 Excel 重新保存。",
            en: "Part '\(part)' of the xlsx file is damaged; save it again in Excel.")
    }

    static let notAWorkbook = Sentence(
        zh: "文件是 zip，但不是 xlsx 工作簿；请另存为 xlsx 或 CSV。",
        en: "The file is a zip but not an xlsx workbook; save it as xlsx or CSV.")

    static func tooManyEntries(_ count: Int, limit: Int) -> Sentence {
        Sentence(
            zh: "xlsx 文件内有 \(count) 个部分，超过上限 \(limit)。",
            en: "The xlsx file has \(count) parts, above the limit of \(limit).")
    }

    static func unzipsTooLarge(limitBytes: Int64) -> Sentence {
        Sentence(
            zh: "xlsx 文件解压后超过 \(limitBytes) 字节的上限；请改用 CSV 或拆分。",
            en: "The xlsx file unzips to more than \(limitBytes) bytes; use CSV or split it.")
    }

    static func unzipsSuspiciously(ratio: Int64) -> Sentence {
        Sentence(
            zh: "xlsx 文件解压后膨胀超过 \(ratio) 倍，疑似压缩炸弹；请改用 CSV。",
            en: "The xlsx file unzips to over \(ratio) times its size, like a zip bomb; use CSV.")
    }

    static func malformedXML(_ part: String, _ what: String) -> Sentence {
        Sentence(
            zh: "xlsx 文件的“\(part)”部分不是正确的 XML(\(what))；请用 Excel 重新保存。",
            en: "Part '\(part)' of the xlsx file is not proper XML (\(what)); save it again in Excel.")
    }

    static func noSheet(named name: String, among names: [String], nearest: String?) -> Sentence {
        let list = names.prefix(20)
        let (zh, en) = nearest.map { (";是否为“\($0)”?", "; did you mean '\($0)'?") } ?? ("。", ".")
        return Sentence(
            zh: "工作簿没有“\(name)”表，只有：\(list.joined(separator: "、"))\(zh)",
            en: "The workbook has no sheet '\(name)', only: \(list.joined(separator: ", "))\(en)")
    }

    static let noSheets = Sentence(zh: "工作簿里没有工作表。", en: "The workbook has no sheets.")

    static func formulaWithoutValue(_ cell: String) -> Sentence {
        Sentence(
            zh: "单元格 \(cell) 是公式但没有保存结果；请用 Excel 打开、重算并保存。",
            en:
                """
                Cell \(cell) is a formula without a stored value; open, calculate and save the book in \
                Excel.
                """
        )
    }

    static func cellUnreadable(_ cell: String) -> Sentence {
        Sentence(
            zh: "单元格 \(cell) 的内容无法读取；请用 Excel 重新保存。",
            en: "Cell \(cell) can't be read; save the book again in Excel.")
    }

    static func cellBeyondColumns(_ cell: String, limit: Int) -> Sentence {
        Sentence(
            zh: "单元格 \(cell) 超出 \(limit) 列的上限；请删除多余的列。",
            en: "Cell \(cell) is beyond the limit of \(limit) columns; delete what is not needed.")
    }

    static func sharedTextsTooLarge(limitBytes: Int) -> Sentence {
        Sentence(
            zh: "xlsx 文件的共享文字超过 \(limitBytes) 字节的上限；请改用 CSV。",
            en: "The shared texts of the xlsx file exceed \(limitBytes) bytes; use CSV.")
    }
}
