//! Which statements are allowed: those that stay in their database.

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

/// Pragmas that say something, and set nothing, where they have no value.
const QUESTIONS: [&str; 13] = [
    "application_id",
    "encoding",
    "foreign_keys",
    "freelist_count",
    "journal_mode",
    "page_count",
    "page_size",
    "query_only",
    "user_version",
    "foreign_key_check",
    "integrity_check",
    "quick_check",
    "data_version",
];

/// Pragmas whose value is what they are asked about.
const LISTS: [&str; 9] = [
    "foreign_key_list",
    "index_info",
    "index_list",
    "index_xinfo",
    "table_info",
    "table_list",
    "table_xinfo",
    "collation_list",
    "function_list",
];

/// Pragmas that may be set: they concern the database or its connection, and no file beside it.
const SETTINGS: [&str; 5] = ["application_id", "foreign_keys", "user_version", "defer_foreign_keys", "query_only"];

/// Kinds of virtual tables that keep what they hold in the database.
const TABLES: [&str; 6] = ["fts3", "fts4", "fts5", "geopoly", "rtree", "rtree_i32"];

/// What SQLite asks before it prepares a statement.
pub(super) fn authorize(context: AuthContext<'_>) -> Authorization {
    let allowed = match context.action {
        // A plain VACUUM attaches a nameless one, which is temporary; VACUUM INTO one with a name.
        AuthAction::Attach { filename } => filename.is_empty(),
        AuthAction::Pragma { pragma_name, pragma_value } => {
            let name = pragma_name.to_ascii_lowercase();
            let is_in = |list: &[&str]| list.contains(&name.as_str());
            is_in(&LISTS) || is_in(&SETTINGS) || (is_in(&QUESTIONS) && pragma_value.is_none())
        }
        AuthAction::Function { function_name } => {
            !["load_extension", "fts3_tokenizer"].contains(&function_name.to_ascii_lowercase().as_str())
        }
        AuthAction::CreateVtable { module_name, .. } => TABLES.contains(&module_name.to_ascii_lowercase().as_str()),
        AuthAction::Unknown { .. } => false,
        _ => true,
    };
    if allowed { Authorization::Allow } else { Authorization::Deny }
}
