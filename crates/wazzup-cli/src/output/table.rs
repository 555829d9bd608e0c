//! Columns of text.

use super::printable;

/// Rows of text under a header, padded so that they stand in columns.
#[derive(Debug)]
pub(crate) struct Table<const N: usize> {
    rows: Vec<[String; N]>,
}

impl<const N: usize> Table<N> {
    pub(crate) fn new(header: [&str; N]) -> Self {
        Self {
            rows: vec![header.map(str::to_uppercase)],
        }
    }

    pub(crate) fn row(&mut self, cells: [&str; N]) {
        self.rows.push(cells.map(|cell| match printable(cell) {
            cell if cell.trim().is_empty() => "-".to_owned(),
            cell => cell,
        }));
    }

    /// The lines, without blanks at their ends.
    pub(crate) fn lines(&self) -> impl Iterator<Item = String> {
        let widths: [usize; N] = std::array::from_fn(|column| {
            let width = |row: &[String; N]| row[column].chars().count();
            self.rows.iter().map(width).max().unwrap_or_default()
        });
        self.rows.iter().map(move |row| {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(widths) {
                line.push_str(&format!("{cell:width$}  "));
            }
            line.truncate(line.trim_end().len());
            line
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut table = Table::new(["id", "name"]);
        table.row(["u-1", "Ann"]);
        table.row(["u-100", ""]);
        let lines: Vec<String> = table.lines().collect();
        assert_eq!(lines, ["ID     NAME", "u-1    Ann", "u-100  -"]);
    }
}
