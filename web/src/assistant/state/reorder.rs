//! The order of a list that a person changes.

/// One item of a list goes to another place, and those between move up or down by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// Where it is, from 0.
    pub from: usize,
    /// Where it will be.
    pub to: usize,
}

impl Move {
    /// Changes a list; places that it does not have change nothing.
    pub(crate) fn apply<T>(self, list: &mut Vec<T>) {
        if self.from < list.len() && self.to < list.len() {
            let item = list.remove(self.from);
            list.insert(self.to, item);
        }
    }

    /// Where an item is afterwards that was at `place`.
    #[must_use]
    pub(crate) fn follow(self, place: usize) -> usize {
        let Self { from, to } = self;
        match place {
            _ if place == from => to,
            _ if from < place && place <= to => place - 1,
            _ if to <= place && place < from => place + 1,
            _ => place,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_goes_to_its_place_and_the_others_keep_their_order() {
        for (from, to, expected) in
            [(0, 2, "bcad"), (3, 0, "dabc"), (1, 1, "abcd"), (9, 0, "abcd"), (0, 9, "abcd")]
        {
            let mut list = vec!['a', 'b', 'c', 'd'];
            Move { from, to }.apply(&mut list);
            assert_eq!(String::from_iter(list), expected);
        }
    }

    #[test]
    fn every_item_is_found_at_its_new_place() {
        for from in 0..4 {
            for to in 0..4 {
                let mut list = vec![0, 1, 2, 3];
                let moved = Move { from, to };
                moved.apply(&mut list);
                for place in 0..4 {
                    assert_eq!(list[moved.follow(place)], place, "{moved:?}");
                }
            }
        }
    }
}
