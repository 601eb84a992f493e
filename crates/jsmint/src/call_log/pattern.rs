//! Patterns of keys.

/// A pattern that a whole key must match, where `*` stands for any text. Letters match in either case.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    /// In lower case.
    text: Box<[u8]>,
}

impl Pattern {
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_lowercase().into_bytes().into() }
    }

    /// Whether it matches `key`, whose letters beyond ASCII are in lower case.
    pub(super) fn matches(&self, key: &[u8]) -> bool {
        let (mut at, mut place) = (0, 0);
        // Where to go on if what follows the last star does not fit: the star takes one more byte.
        let mut star: Option<(usize, usize)> = None;
        while place < key.len() {
            match self.text.get(at) {
                Some(b'*') => {
                    at += 1;
                    star = Some((at, place));
                }
                Some(&byte) if byte == key[place].to_ascii_lowercase() => {
                    at += 1;
                    place += 1;
                }
                _ => match &mut star {
                    Some((after, taken)) => {
                        *taken += 1;
                        (at, place) = (*after, *taken);
                    }
                    None => return false,
                },
            }
        }
        self.text[at..].iter().all(|&byte| byte == b'*')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_any_text_and_letters_for_both_cases() {
        for (pattern, yes, no) in [
            ("password", &["password", "PassWord"][..], &["password2", "", "passwor"][..]),
            ("*password*", &["password", "userPassword", "passwords", "aPASSWORDb"], &["passwor", "pass word"]),
            ("api*key", &["apikey", "API_KEY", "api-key-key"], &["apikeys", "api", "keyapi"]),
            ("*", &["", "x"], &[]),
            ("a*b*c", &["abc", "aXbXc", "abbbc", "abcbc"], &["ab", "acb"]),
            ("", &[""], &["x"]),
            ("GEHEIMNIß", &["geheimniß"], &["geheimnis"]),
        ] {
            let pattern = Pattern::new(pattern);
            for key in yes {
                assert!(pattern.matches(key.as_bytes()), "{pattern:?} {key:?}");
            }
            for key in no {
                assert!(!pattern.matches(key.as_bytes()), "{pattern:?} {key:?}");
            }
        }
    }
}
