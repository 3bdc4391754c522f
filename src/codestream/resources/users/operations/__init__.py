"""Operations on users, by what they are about."""
