public import Core

/// Why a table as a whole can't be read or written.
public enum TableRefusal: Refusal {
    /// What is to be written over is a folder or a device.
    case notAFile(String)
    /// What is to be written over is a database.
    case isADatabase(String)
    /// What is to be written over is not a file of rejected rows.
    case notARejectsFile(String)
    case cannotOpen(path: String, String)
    case cannotRead(String)
    case cannotWrite(String)
    case tooLarge(bytes: Int64, limit: Int64)
    case tooManyRows(limit: Int)
    case tooManyColumns(limit: Int)
    case notATable(kind: String)
    case notText(line: Int)
    case noHeader
    case headerUnreadable(Sentence)
    case repeatedColumn(String)
    case missingColumns([NearColumn])
    case unknownColumns([NearColumn])
    case mappedColumnsMissing(column: String, wanted: [NearColumn], mapping: String)
    case workbook(Sentence)
    case wrongNumberOfCells(expected: Int, found: Int)
    case workbookFull(rows: Int)
    case textTooLong(limit: Int)
    case interrupted

    /// A column name and the one that was probably meant.
    public struct NearColumn: Hashable, Sendable {
        public let name: String
        public let nearest: String?
    }

    public var code: String {
        switch self {
        case .cannotOpen: "table_cannot_open"
        case .notAFile: "table_not_a_file"
        case .isADatabase: "table_is_a_database"
        case .notARejectsFile: "table_not_a_rejects_file"
        case .cannotRead: "table_cannot_read"
        case .cannotWrite: "table_cannot_write"
        case .tooLarge: "table_too_large"
        case .tooManyRows: "table_too_many_rows"
        case .tooManyColumns: "table_too_many_columns"
        case .notATable: "table_not_a_table"
        case .notText: "table_not_text"
        case .noHeader: "table_no_header"
        case .headerUnreadable: "table_header_unreadable"
        case .repeatedColumn: "table_repeated_column"
        case .missingColumns, .mappedColumnsMissing: "table_missing_columns"
        case .unknownColumns: "table_unknown_columns"
        case .workbook: "table_workbook"
        case .wrongNumberOfCells: "table_wrong_number_of_cells"
        case .workbookFull: "table_workbook_full"
        case .textTooLong: "table_text_too_long"
        case .interrupted: "interrupted"
        }
    }

    public var sentence: Sentence {
        switch self {
        case .notAFile(let path):
            Sentence(
                zh: "“\(path)”不是普通文件，不能写入；请换一个文件名，或不写 --out 而用标准输出。",
                en: "'\(path)' is not a regular file; name another, or leave --out away for standard output.")
        case .isADatabase(let path):
            Sentence(
                zh: "“\(path)”是数据库，不能被覆盖；请换一个文件名。",
                en: "'\(path)' is a database and is not overwritten; name another file.")
        case .notARejectsFile(let path):
            Sentence(
                zh: "拒绝行要写入“\(path)”，但该文件不是拒绝行文件；请用 --rejects 指明另一个文件夹。",
                en: """
                    The refused rows would overwrite '\(path)', which holds something else; \
                    name another folder with --rejects.
                    """)
        case .cannotOpen(let path, let why):
            Sentence(zh: "无法打开“\(path)”：\(why)。", en: "'\(path)' can't be opened: \(why).")
        case .cannotRead(let why): Sentence(zh: "读取文件失败：\(why)。", en: "Reading failed: \(why).")
        case .cannotWrite(let why): Sentence(zh: "写入文件失败：\(why)。", en: "Writing failed: \(why).")
        case .tooLarge(let bytes, let limit):
            Sentence(
                zh: "文件有 \(bytes) 字节，超过上限 \(limit) 字节；请拆分后再导入。",
                en: "The file has \(bytes) bytes, above the limit of \(limit); split it.")
        case .tooManyRows(let limit):
            Sentence(zh: "表格超过 \(limit) 行；请拆分。", en: "The table has more than \(limit) rows; split it.")
        case .tooManyColumns(let limit):
            Sentence(
                zh: "表格超过 \(limit) 列；请只保留需要的列。",
                en: "The table has more than \(limit) columns; keep the needed ones.")
        case .notATable(let kind):
            Sentence(
                zh: "文件是 \(kind)，不是 CSV 或 xlsx；请另存为其中一种。",
                en: "The file is \(kind), neither CSV nor xlsx; save it as one of these.")
        case .notText(let line):
            Sentence(
                zh: "第 \(line) 行既不是 UTF-8 也不是 GB18030 文字；请另存为“CSV UTF-8”。",
                en: "Line \(line) is text neither in UTF-8 nor in GB18030; save the file as 'CSV UTF-8'.")
        case .noHeader:
            Sentence(
                zh: "文件没有表头；第一行应为列名。", en: "The file has no header; its first line must name the columns.")
        case .headerUnreadable(let why):
            Sentence(zh: "表头无法读取：\(why.zh)", en: "The header can't be read: \(why.en)")
        case .repeatedColumn(let name):
            Sentence(zh: "列名“\(name)”出现了两次；请改名。", en: "Column '\(name)' appears twice; rename one.")
        case .missingColumns(let columns):
            Sentence(
                zh: "缺少列：\(list(columns, chinese: true))。",
                en: "Missing columns: \(list(columns, chinese: false)).")
        case .unknownColumns(let columns):
            Sentence(
                zh: "未知的列：\(list(columns, chinese: true))；请改名或删除。",
                en: "Unknown columns: \(list(columns, chinese: false)); rename or remove them.")
        case .mappedColumnsMissing(let column, let wanted, let mapping):
            Sentence(
                zh: "\(mapping):“\(column)”所取的列文件中没有：\(list(wanted, chinese: true))。",
                en:
                    """
                    \(mapping): the file lacks what '\(column)' is taken from: \
                    \(list(wanted, chinese: false)).
                    """
            )
        case .workbook(let sentence): sentence
        case .wrongNumberOfCells(let expected, let found):
            Sentence(
                zh: "一行有 \(found) 个单元格，应为 \(expected) 个。",
                en: "A row has \(found) cells instead of \(expected).")
        case .workbookFull(let rows):
            Sentence(
                zh: "xlsx 工作表最多 \(rows) 行；请改用 CSV。",
                en: "An xlsx sheet holds \(rows) rows at most; choose CSV.")
        case .textTooLong(let limit):
            Sentence(
                zh: "xlsx 单元格最多 \(limit) 个字符；请改用 CSV。",
                en: "An xlsx cell holds \(limit) characters at most; choose CSV.")
        case .interrupted:
            Sentence(
                zh: "已按要求停止；已完成的批次保留。", en: "Stopped as asked; finished batches are kept.")
        }
    }
}

/// At most ten names, each with the one that was probably meant.
private func list(_ columns: [TableRefusal.NearColumn], chinese: Bool) -> String {
    let shown = columns.prefix(10).map { column in
        guard let nearest = column.nearest else { return column.name }
        return chinese ? "\(column.name)(是否为“\(nearest)”?)" : "\(column.name) (did you mean '\(nearest)'?)"
    }
    let rest = columns.count > 10 ? "…" : ""
    return shown.joined(separator: chinese ? "、" : ", ") + rest
}
