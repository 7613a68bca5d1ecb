/// What can go wrong with the database, without a value of any row and without a password.
public enum StorageError: Error, Hashable, Sendable {
    /// The file or the server cannot be opened; the reason is for the operator.
    case cannotOpen(String)
    /// The disk is full, or cannot be written. Nothing of the change is stored.
    case full
    /// Another process holds the database for too long.
    case busy
    /// More changes are waiting than ``DatabaseSettings/waitingLimit``.
    case queueFull
    /// The server cannot be reached. Nothing of the change is stored.
    case connectionLost
    /// The server went away during the commit and nothing tells whether the change is stored.
    case outcomeUnknown
    /// A rule that the schema declares forbids the change. The name is that of the constraint, or of the
    /// columns where the engine names no constraint.
    case constraint(ConstraintKind, String)
    /// The database was written by a newer version of the program.
    case newerSchema(found: Int, known: Int)
    /// The database was written by an older version of the program and must be migrated before it is read; 0
    /// when nothing has been stored in it yet.
    case olderSchema(found: Int, known: Int)
    /// The database was opened for reading only.
    case readOnly
    /// Any other error of a statement: SQLSTATE or the SQLite result code, and the engine's sentence.
    case sql(code: String, message: String)
    /// The file is not a whole and sound database of this program.
    case notRestorable(String)
    /// The database that a copy was to go to holds rows in that table.
    case notEmpty(String)
    /// The engine has no such operation; the sentence says what to use.
    case unsupported(String)
    /// The database has been closed.
    case closed
}

/// Which kind of rule of the schema was broken.
public enum ConstraintKind: String, CaseIterable, Sendable {
    case unique
    case foreignKey
    case check
    case notNull
    case other
}

extension StorageError {
    /// A serialisation failure or a deadlock: run the same again.
    var isTransient: Bool {
        guard case .sql(let code, _) = self else { return false }
        return code == "40001" || code == "40P01"
    }

    /// Neither engine can be trusted with such a text.
    static let textWithZero = StorageError.sql(code: "22021", message: "a text holds a zero byte")

    /// True when running the same jobs one by one would meet the same error.
    var concernsEveryJob: Bool {
        switch self {
        case .cannotOpen, .full, .busy, .connectionLost, .outcomeUnknown, .closed: true
        default: isTransient
        }
    }
}

extension StorageError: CustomStringConvertible {
    public var description: String { english }

    /// The sentence for people, in English.
    public var english: String {
        switch self {
        case .cannotOpen(let reason): "The database cannot be opened: \(reason)"
        case .full:
            "The disk of the database is full or cannot be written. Nothing was stored; free some space."
        case .busy: "Another process is writing to the database. Try again in a moment."
        case .queueFull: "Too many changes are waiting to be stored. Try again in a moment."
        case .connectionLost: "The database server cannot be reached. Nothing was stored; try again."
        case .outcomeUnknown:
            "The database server went away while storing. Check whether it is there before trying again."
        case .constraint(let kind, let name): "The database forbids this (\(kind.rawValue): \(name))."
        case .newerSchema(let found, let known):
            "The database has schema \(found) but this program knows only \(known). Use the newer program."
        case .olderSchema(0, _): "There is no book in the database yet. Import one first."
        case .olderSchema(let found, let known):
            "The database has schema \(found), this program reads \(known). Run cassia migrate first."
        case .readOnly: "The database was opened for reading only."
        case .sql(let code, let message): "The database reports error \(code): \(message)"
        case .notRestorable(let reason): "This file cannot be restored: \(reason)"
        case .notEmpty(let table):
            "The database to copy to is not empty (\(table) holds rows); name one without a book."
        case .unsupported(let advice): advice
        case .closed: "The database is closed."
        }
    }

    /// The sentence for people, in Chinese.
    public var chinese: String {
        switch self {
        case .cannotOpen(let reason): "无法打开数据库：\(reason)"
        case .full: "数据库所在磁盘已满或无法写入，本次操作未保存；请先清理磁盘空间。"
        case .busy: "另一个进程正在写入数据库，请稍后重试。"
        case .queueFull: "等待保存的操作过多，请稍后重试。"
        case .connectionLost: "无法连接数据库服务器，本次操作未保存，请重试。"
        case .outcomeUnknown: "保存过程中数据库服务器断开，请先核实本次操作是否已保存，再决定是否重试。"
        case .constraint(let kind, let name): "数据库约束不允许此操作（\(kind.rawValue)：\(name)）。"
        case .newerSchema(let found, let known): "数据库结构版本为 \(found)，本程序只支持到 \(known)，请使用新版本程序。"
        case .olderSchema(0, _): "数据库中还没有账本，请先导入。"
        case .olderSchema(let found, let known):
            "数据库结构版本为 \(found)，本程序读取的版本为 \(known)，请先运行 cassia migrate 升级。"
        case .readOnly: "数据库以只读方式打开，不能写入。"
        case .sql(let code, let message): "数据库报告错误 \(code)：\(message)"
        case .notRestorable(let reason): "该文件无法用于恢复：\(reason)"
        case .notEmpty(let table): "要复制到的数据库不是空的（表 \(table) 已有数据），请换一个还没有账本的数据库。"
        case .unsupported(let advice): advice
        case .closed: "数据库已关闭。"
        }
    }
}
