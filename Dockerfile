FROM node:20-bookworm-slim
WORKDIR /opt/crystalq
COPY . .
RUN npm ci
ENTRYPOINT ["node", "bin/crystalq.js"]
